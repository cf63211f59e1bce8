// How identity, boundary and resource policies add up, and what a refusal says.
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../twin/host/aws-error.ts';
import { accountCaller, serviceCaller } from '../../../twin/host/caller.ts';
import {
  ACCOUNT,
  allow,
  context,
  deny,
  iamWith,
  policy,
  ROLE_ARN,
  refusalOf,
  trusting,
} from './builders.ts';

const SERVICE_ARN = `arn:aws:ecs:us-east-1:${ACCOUNT}:service/main/shop`;
const describeShop = {
  service: 'ecs' as const,
  operation: 'DescribeServices',
  input: { cluster: 'main', services: ['shop'] },
};
const START = `User: arn:aws:sts::${ACCOUNT}:assumed-role/Worker/session is not authorized to perform: ecs:DescribeServices on resource: ${SERVICE_ARN}`;
const IMPLICIT = 'because no identity-based policy allows the ecs:DescribeServices action';

describe('a role', () => {
  it.each([
    ['is refused what nobody granted', [], `${START} ${IMPLICIT}`],
    [
      'may do what is granted on the very resource',
      [allow('ecs:DescribeServices', SERVICE_ARN)],
      undefined,
    ],
    ['may do what a wildcard covers', [allow('ecs:Describe*', '*')], undefined],
    ['matches actions without regard to case', [allow('ECS:describeservices')], undefined],
    ['is refused another resource', [allow('ecs:*', `${SERVICE_ARN}-2`)], `${START} ${IMPLICIT}`],
    ['does not take ? for nothing', [allow('ecs:*', `${SERVICE_ARN}?`)], `${START} ${IMPLICIT}`],
    [
      'is refused what is denied anywhere, whatever is granted',
      [allow('*'), deny('ecs:Describe*', SERVICE_ARN)],
      `${START} with an explicit deny in an identity-based policy`,
    ],
    [
      'may do what NotAction does not name',
      [{ Effect: 'Allow' as const, NotAction: 'iam:*', Resource: '*' }],
      undefined,
    ],
    [
      'is refused what NotResource names',
      [{ Effect: 'Allow' as const, Action: '*', NotResource: SERVICE_ARN }],
      `${START} ${IMPLICIT}`,
    ],
  ])('%s', (_name, statements, expected) => {
    expect(refusalOf(iamWith(statements), describeShop)).toBe(expected);
  });

  it('needs its boundary to allow as well', () => {
    const boundary = policy(allow('logs:*'));
    expect(refusalOf(iamWith([allow('*')], { boundary }), describeShop)).toBe(
      `${START} because no permissions boundary allows the ecs:DescribeServices action`,
    );
    expect(
      refusalOf(iamWith([allow('*')], { boundary: policy(allow('ecs:*')) }), describeShop),
    ).toBeUndefined();
  });

  it('that was never created is refused, unless strangers are let through', () => {
    const iam = iamWith([allow('*')]);
    iam.roles.delete(ROLE_ARN);
    expect(refusalOf(iam, describeShop)).toBe(START);
    const bare = iamWith([], { unknownRoles: 'allow' });
    bare.roles.delete(ROLE_ARN);
    expect(refusalOf(bare, describeShop)).toBeUndefined();
  });

  it('is judged anew after its policies changed', () => {
    const iam = iamWith([allow('ecs:*')]);
    expect(refusalOf(iam, describeShop)).toBeUndefined();
    iam.roles.deleteInline(ROLE_ARN, 'Inline');
    expect(refusalOf(iam, describeShop)).toBe(`${START} ${IMPLICIT}`);
    iam.roles.attach(ROLE_ARN, 'arn:aws:iam::aws:policy/AWSCodeDeployRoleForECS');
    expect(refusalOf(iam, describeShop)).toBeUndefined();
  });

  it('may use a topic whose own policy names it, and is refused where that policy denies', () => {
    const publish = {
      service: 'sns' as const,
      operation: 'Publish',
      input: { TopicArn: `arn:aws:sns:us-east-1:${ACCOUNT}:alerts` },
    };
    const named = { ...allow('sns:Publish'), Principal: { AWS: ROLE_ARN } };
    const open = iamWith([], { lookups: { policyOf: () => policy(named) } });
    expect(refusalOf(open, publish)).toBeUndefined();
    const insecure = { ...deny('sns:*'), Principal: '*' };
    const closed = iamWith([allow('*')], { lookups: { policyOf: () => policy(insecure) } });
    expect(refusalOf(closed, publish)).toContain(
      'with an explicit deny in a resource-based policy',
    );
    const account = { ...allow('sns:Publish'), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } };
    const delegated = iamWith([], { lookups: { policyOf: () => policy(account) } });
    expect(refusalOf(delegated, publish)).toContain('no identity-based policy allows');
  });
});

describe('the account itself', () => {
  it('may do everything', () => {
    const caller = accountCaller(ACCOUNT);
    expect(refusalOf(iamWith([]), { ...describeShop, caller })).toBeUndefined();
  });
});

describe('a service in its own name', () => {
  const functionArn = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:judge`;
  const ruleArn = `arn:aws:events:us-east-1:${ACCOUNT}:rule/pushes`;
  const invoke = {
    service: 'lambda' as const,
    operation: 'Invoke',
    input: { FunctionName: 'judge' },
    caller: serviceCaller(ACCOUNT, 'events.amazonaws.com', ruleArn),
  };
  const permitted = {
    ...allow('lambda:InvokeFunction', functionArn, { ArnLike: { 'AWS:SourceArn': ruleArn } }),
    Principal: { Service: 'events.amazonaws.com' },
  };

  it('is let in by the policy of the function, for the source that it names', () => {
    const iam = iamWith([], { lookups: { policyOf: () => policy(permitted) } });
    expect(refusalOf(iam, invoke)).toBeUndefined();
    const other = serviceCaller(ACCOUNT, 'events.amazonaws.com', `${ruleArn}-2`);
    expect(refusalOf(iam, { ...invoke, caller: other })).toBe(
      `User: events.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${functionArn} because no resource-based policy allows the lambda:InvokeFunction action`,
    );
  });

  it('is refused by a function without a policy', () => {
    expect(refusalOf(iamWith([]), invoke)).toContain('no resource-based policy allows');
  });

  it('needs no policy where resources have none', () => {
    const caller = serviceCaller(ACCOUNT, 'ecs.amazonaws.com');
    expect(
      refusalOf(iamWith([]), {
        service: 'elasticloadbalancing',
        operation: 'RegisterTargets',
        caller,
      }),
    ).toBeUndefined();
  });
});

describe('a refusal', () => {
  it.each([
    ['ecs', 'ListClusters', 'AccessDeniedException', 400],
    ['lambda', 'ListFunctions', 'AccessDeniedException', 403],
    ['elasticloadbalancing', 'DescribeRules', 'AccessDenied', 403],
    ['sns', 'ListTopics', 'AuthorizationErrorException', 403],
    ['sqs', 'ListQueues', 'AccessDenied', 403],
  ] as const)('of %s has the name that its clients know', (service, operation, name, status) => {
    let error: unknown;
    try {
      iamWith([]).authorize({}, context(service, operation));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(AwsError);
    expect(error).toMatchObject({ name, status });
  });

  it('of Elastic Load Balancing names no resource where there is none, and SQS writes in lower case', () => {
    expect(
      refusalOf(iamWith([]), { service: 'elasticloadbalancing', operation: 'DescribeRules' }),
    ).toMatch(/perform: elasticloadbalancing:DescribeRules because no identity/);
    expect(
      refusalOf(iamWith([]), {
        service: 'sqs',
        operation: 'SendMessage',
        input: { QueueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/jobs` },
      }),
    ).toContain(`sqs:sendmessage on resource: arn:aws:sqs:us-east-1:${ACCOUNT}:jobs because`);
  });
});

describe('a role that a service assumes', () => {
  const request = { roleArn: ROLE_ARN, session: 's', region: 'us-east-1' };

  it('must trust that service', () => {
    const iam = iamWith([]);
    expect(iam.assume({ ...request, principal: 'lambda.amazonaws.com' })).toMatchObject({
      kind: 'role',
      roleArn: ROLE_ARN,
    });
    expect(iam.assume({ ...request, principal: 'states.amazonaws.com' })).toBeUndefined();
  });

  it('is only assumed for the source that its trust names', () => {
    const iam = iamWith([]);
    const sourceArn = `arn:aws:codedeploy:us-east-1:${ACCOUNT}:deploymentgroup:Shop/Shop`;
    iam.roles.put({
      arn: ROLE_ARN,
      trust: policy({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: 'codedeploy.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT },
          ArnLike: { 'aws:SourceArn': sourceArn },
        },
      }),
    });
    const assumption = { ...request, principal: 'codedeploy.amazonaws.com' };
    expect(iam.assume({ ...assumption, sourceArn })).toBeDefined();
    expect(iam.assume({ ...assumption, sourceArn: `${sourceArn}2` })).toBeUndefined();
    expect(iam.assume(assumption)).toBeUndefined();
  });
});

describe('a role that is handed to a service', () => {
  const create = {
    service: 'states' as const,
    operation: 'CreateStateMachine',
    input: { name: 'release', roleArn: ROLE_ARN },
    caller: accountCaller(ACCOUNT),
  };

  it('must trust that service, whoever hands it over', () => {
    const iam = iamWith([]);
    expect(refusalOf(iam, create)).toContain('is authorized to assume the provided role');
    iam.roles.put({ arn: ROLE_ARN, trust: trusting('states.amazonaws.com') });
    expect(refusalOf(iam, create)).toBeUndefined();
    iam.roles.put({
      arn: ROLE_ARN,
      trust: trusting('states.amazonaws.com', {
        ArnLike: { 'aws:SourceArn': `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:rel*` },
      }),
    });
    expect(refusalOf(iam, create)).toBeUndefined();
    const other = { ...create, input: { ...create.input, name: 'other' } };
    expect(refusalOf(iam, other)).toContain('is authorized to assume the provided role');
  });
});

describe('a task token', () => {
  const send = {
    service: 'states' as const,
    operation: 'SendTaskSuccess',
    input: { taskToken: 'token', output: '{}' },
  };
  const machine = `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:release`;

  it('is answered by those who may answer its machine', () => {
    const lookups = { stateMachine: () => machine };
    const grant = allow('states:SendTaskSuccess', machine);
    expect(refusalOf(iamWith([grant], { lookups }), send)).toBeUndefined();
    const other = allow('states:SendTaskSuccess', `${machine}2`);
    expect(refusalOf(iamWith([other], { lookups }), send)).toContain(`on resource: ${machine}`);
  });

  it('that nobody knows is left to the service, for those who may answer some machine', () => {
    expect(refusalOf(iamWith([allow('states:SendTaskSuccess', machine)]), send)).toBeUndefined();
    expect(refusalOf(iamWith([allow('states:StartExecution')]), send)).toContain(
      'states:SendTaskSuccess on resource: * because',
    );
  });
});

describe('AssumeRole', () => {
  const assume = { service: 'sts' as const, operation: 'AssumeRole', input: { RoleArn: ROLE_ARN } };

  it('needs the trust of the role even from the account', () => {
    const caller = accountCaller(ACCOUNT);
    const iam = iamWith([]);
    expect(refusalOf(iam, { ...assume, caller })).toBe(
      `User: arn:aws:iam::${ACCOUNT}:root is not authorized to perform: sts:AssumeRole on resource: ${ROLE_ARN}`,
    );
    iam.roles.put({
      arn: ROLE_ARN,
      trust: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ACCOUNT } }),
    });
    expect(refusalOf(iam, { ...assume, caller })).toBeUndefined();
    expect(refusalOf(iam, assume)).toContain('no identity-based policy allows');
  });
});
