import {
  CreateEventBusCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  DisableRuleCommand,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTagsForResourceCommand,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  TagResourceCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { eventsService } from '../../../../twin/services/events/index.ts';
import { sqs } from '../../../../twin/services/sqs/index.ts';
import { queueArn, startBus } from './start-bus.ts';

const refusal = (error: unknown): [string, string] => {
  const { name, message } = error as Error;
  return [name, message];
};

describe('PutEvents', () => {
  it.each([
    [{ Source: 'aws.ecr' }, 'NotAuthorizedForSourceException', 'Not authorized for the source.'],
    [
      { Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      { DetailType: undefined },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      { Detail: undefined },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    [{ Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    [{ Detail: '{"a":' }, 'MalformedDetail', 'Detail is malformed.'],
  ])('refuses the entry %j alone', async (entry, ErrorCode, ErrorMessage) => {
    const { put } = await startBus();
    expect(await put(entry as never)).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode, ErrorMessage }],
    });
  });

  it.each([
    ['more than ten entries', Array.from({ length: 11 }, () => ({ Source: 'a' }))],
    ['no entry at all', []],
    ['more than 256 KB', [{ Source: 'a', DetailType: 'b', Detail: `"${'x'.repeat(262_144)}"` }]],
  ])('refuses %s', async (_, Entries) => {
    const { bus } = await startBus();
    await expect(bus.send(new PutEventsCommand({ Entries }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  it('accepts and forgets events for a bus that does not exist', async () => {
    const { put } = await startBus();
    expect(await put({ EventBusName: 'nowhere' })).toMatchObject({ FailedEntryCount: 0 });
  });
});

describe('PutRule', () => {
  it.each([
    [{ EventPattern: '{"a":1}' }, 'InvalidEventPatternException'],
    [{ ScheduleExpression: 'cron(0 1 * * * *)' }, 'ValidationException'],
    [{ ScheduleExpression: 'rate(1 minutes)' }, 'ValidationException'],
    [{}, 'ValidationException'],
    [{ Name: 'no spaces', EventPattern: '{"a":[1]}' }, 'ValidationException'],
    [{ EventBusName: 'nowhere', EventPattern: '{"a":[1]}' }, 'ResourceNotFoundException'],
  ])('refuses %j', async (input, name) => {
    const { bus } = await startBus();
    await expect(bus.send(new PutRuleCommand({ Name: 'rule', ...input }))).rejects.toMatchObject({
      name,
    });
  });

  it('gives back what was put', async () => {
    const { bus, rule } = await startBus();
    await rule({ name: 'one' });
    await rule({ name: 'two' });
    expect(await bus.send(new DescribeRuleCommand({ Name: 'one' }))).toMatchObject({
      Name: 'one',
      State: 'ENABLED',
      EventPattern: '{"source":["shop"]}',
      EventBusName: 'default',
    });
    const { Rules } = await bus.send(new ListRulesCommand({ NamePrefix: 't' }));
    expect(Rules?.map(({ Name }) => Name)).toEqual(['two']);
    const named = await bus.send(
      new ListRuleNamesByTargetCommand({ TargetArn: queueArn('inbox') }),
    );
    expect(named.RuleNames).toEqual(['one', 'two']);
  });

  it('replaces the pattern of a rule that is there', async () => {
    const { rule, put, pass, bodies } = await startBus();
    await rule({});
    await rule({ pattern: { source: ['other'] } });
    await put();
    await pass(60);
    expect(bodies()).toEqual([]);
  });
});

describe('a rule', () => {
  it('sends nothing while it is disabled', async () => {
    const { bus, rule, put, pass, bodies } = await startBus();
    await rule({});
    await bus.send(new DisableRuleCommand({ Name: 'rule' }));
    await put();
    await pass(60);
    expect(bodies()).toEqual([]);
  });

  it('can be deleted once it has no targets', async () => {
    const { bus, rule } = await startBus();
    await rule({});
    const remove = () => bus.send(new DeleteRuleCommand({ Name: 'rule' }));
    expect(await remove().catch(refusal)).toEqual([
      'ValidationException',
      "Rule can't be deleted since it has targets.",
    ]);
    await bus.send(new RemoveTargetsCommand({ Rule: 'rule', Ids: ['target'] }));
    await remove();
    expect(await bus.send(new DescribeRuleCommand({ Name: 'rule' })).catch(refusal)).toEqual([
      'ResourceNotFoundException',
      'Rule rule does not exist on EventBus default.',
    ]);
  });

  it('has tags', async () => {
    const { bus, rule } = await startBus();
    await rule({});
    const { Arn } = await bus.send(new DescribeRuleCommand({ Name: 'rule' }));
    const Tags = [{ Key: 'team', Value: 'shop' }];
    await bus.send(new TagResourceCommand({ ResourceARN: Arn, Tags }));
    const listed = await bus.send(new ListTagsForResourceCommand({ ResourceARN: Arn }));
    expect(listed.Tags).toEqual(Tags);
  });
});

describe('PutTargets', () => {
  const arn = queueArn('inbox');
  it.each<[string, Target[], string]>([
    [
      'an input and a path',
      [{ Id: 'a', Arn: arn, Input: '1', InputPath: '$.x' }],
      'Only one of Input, InputPath, or InputTransformer must be provided for target a.',
    ],
    [
      'an unknown placeholder',
      [{ Id: 'a', Arn: arn, InputTransformer: { InputTemplate: '{"x": <y>}' } }],
      'InputTemplate for target a contains invalid placeholder y.',
    ],
    [
      'an input that is no JSON',
      [{ Id: 'a', Arn: arn, Input: 'text' }],
      'Input for target a is not a valid JSON text.',
    ],
    [
      'a strange id',
      [{ Id: '!@#$@!#$', Arn: arn }],
      "1 validation error detected: Value '!@#$@!#$' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+",
    ],
    [
      'more than five',
      Array.from({ length: 6 }, (_, index) => ({ Id: `${index}`, Arn: arn })),
      'The requested resource exceeds the maximum number allowed.',
    ],
  ])('refuses %s', async (_, Targets, message) => {
    const { bus } = await startBus();
    await bus.send(new PutRuleCommand({ Name: 'rule', EventPattern: '{"a":[1]}' }));
    const put = bus.send(new PutTargetsCommand({ Rule: 'rule', Targets }));
    await expect(put).rejects.toMatchObject({ message });
    const listed = await bus.send(new ListTargetsByRuleCommand({ Rule: 'rule' }));
    expect(listed.Targets).toEqual([]);
  });
});

describe('a bus', () => {
  it('can be made once, and deleted', async () => {
    const { bus } = await startBus();
    const create = () => bus.send(new CreateEventBusCommand({ Name: 'mine' }));
    await create();
    expect(await create().catch(refusal)).toEqual([
      'ResourceAlreadyExistsException',
      'Event bus mine already exists.',
    ]);
    await bus.send(new DeleteEventBusCommand({ Name: 'mine' }));
    const describeIt = bus.send(new DescribeEventBusCommand({ Name: 'mine' }));
    expect(await describeIt.catch(refusal)).toEqual([
      'ResourceNotFoundException',
      'Event bus mine does not exist.',
    ]);
  });

  it('lets accounts in', async () => {
    const { bus } = await startBus();
    await bus.send(
      new PutPermissionCommand({
        Action: 'events:PutEvents',
        Principal: '111122223333',
        StatementId: 'friend',
      }),
    );
    const { Policy } = await bus.send(new DescribeEventBusCommand({}));
    expect(JSON.parse(Policy ?? '')).toMatchObject({
      Statement: [{ Sid: 'friend', Principal: { AWS: 'arn:aws:iam::111122223333:root' } }],
    });
    const remove = () => bus.send(new RemovePermissionCommand({ StatementId: 'friend' }));
    await remove();
    expect(await remove().catch(refusal)).toEqual([
      'ResourceNotFoundException',
      'Statement with the provided id does not exist.',
    ]);
  });
});

describe('the rules of a bus', () => {
  const fill = async (rules: number, options: Parameters<typeof startBus>[0] = {}) => {
    const { bus } = await startBus(options);
    for (let count = 0; count < rules; count += 1) {
      await bus.send(new PutRuleCommand({ Name: `rule-${count}`, EventPattern: '{"a":[1]}' }));
    }
  };

  it('are 300 at most', async () => {
    await fill(300);
    await expect(fill(301)).rejects.toMatchObject({ name: 'LimitExceededException' });
  });

  it('are as many as AWS was asked for', async () => {
    const services = [eventsService({ rulesPerBus: 301 }), sqs];
    await fill(301, { services });
    await expect(fill(302, { services })).rejects.toMatchObject({ name: 'LimitExceededException' });
  });
});
