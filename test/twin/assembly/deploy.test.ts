// Parameters, conditions, stacks that need each other, and what is ignored or refused.
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import type { FileAsset } from '../../../twin/assembly/assembly.ts';
import { secretsmanager } from '../../../twin/services/secretsmanager/index.ts';
import { sns } from '../../../twin/services/sns/index.ts';
import { ssm } from '../../../twin/services/ssm/index.ts';
import { assemblyOf, assemblyWith, judgedTwin, recorder, stackOf } from './builders.ts';

const topic = { Type: 'AWS::SNS::Topic' };
const parameter = (Value: unknown, Name = '/value') => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Name, Type: 'String', Value },
});

const start = () => {
  const twin = judgedTwin([sns, ssm, secretsmanager]);
  const stored = async (Name = '/value', region = 'us-east-1') =>
    (await twin.client(SSMClient, { region }).send(new GetParameterCommand({ Name }))).Parameter
      ?.Value;
  return { ...twin, stored };
};

describe('a deployment', () => {
  it('takes parameters from their defaults, from the caller and from Parameter Store', async () => {
    const { deploy, stored } = start();
    const template = {
      Parameters: {
        BootstrapVersion: {
          Type: 'AWS::SSM::Parameter::Value<String>',
          Default: '/cdk-bootstrap/hnb659fds/version',
        },
        Stage: { Type: 'String', Default: 'staging' },
        Count: { Type: 'Number' },
        Names: { Type: 'CommaDelimitedList', Default: 'a, b' },
        Kept: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/kept' },
      },
      Resources: {
        P: parameter({
          'Fn::Sub': [
            '${Stage} ${Count} ${Kept} ${Names}',
            { Names: { 'Fn::Join': ['+', { Ref: 'Names' }] } },
          ],
        }),
      },
    };
    await deploy(assemblyWith({ K: parameter('from store', '/kept') }));
    await deploy(assemblyOf(stackOf(template, { name: 'Second' })), {
      parameters: { Second: { Count: '3' } },
    });
    expect(await stored()).toBe('staging 3 from store a+b');
    await expect(deploy(assemblyOf(stackOf(template, { name: 'Third' })))).rejects.toThrow(
      'Parameters: [Count] must have values',
    );
  });

  it('makes only what its conditions ask for', async () => {
    const { deploy } = start();
    const deployment = await deploy(
      assemblyOf(
        stackOf({
          Conditions: {
            IsHere: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
            IsElsewhere: { 'Fn::Not': [{ Condition: 'IsHere' }] },
          },
          Resources: {
            Here: { ...topic, Condition: 'IsHere' },
            Elsewhere: { ...topic, Condition: 'IsElsewhere' },
          },
          Outputs: {
            Name: { Value: { 'Fn::GetAtt': ['Here', 'TopicName'] } },
            Other: { Condition: 'IsElsewhere', Value: { Ref: 'Elsewhere' } },
          },
        }),
      ),
    );
    expect([...deployment.stack('Shop').resources.keys()]).toEqual(['Here']);
    expect(Object.keys(deployment.stack('Shop').outputs)).toEqual(['Name']);
  });

  it('hands exports from stack to stack within a region, and not beyond it', async () => {
    const { deploy, stored } = start();
    const exporting = stackOf(
      {
        Resources: { Topic: topic },
        Outputs: { Topic: { Value: { Ref: 'Topic' }, Export: { Name: 'the-topic' } } },
      },
      { name: 'First' },
    );
    const importing = (region: string) =>
      stackOf(
        { Resources: { P: parameter({ 'Fn::ImportValue': 'the-topic' }) } },
        { name: 'Second', region },
      );
    await deploy(assemblyOf(exporting, importing('us-east-1')));
    expect(await stored()).toMatch(/^arn:aws:sns:us-east-1:123456789012:First-Topic-/);
    await expect(start().deploy(assemblyOf(exporting, importing('eu-west-1')))).rejects.toThrow(
      'Second/P (AWS::SSM::Parameter): No export named the-topic found.',
    );
  });

  it('puts stacks into their regions', async () => {
    const { deploy, stored } = start();
    const stack = (region: string) =>
      stackOf({ Resources: { P: parameter({ Ref: 'AWS::Region' }) } }, { name: region, region });
    await deploy(assemblyOf(stack('eu-west-1'), stack('us-east-1')));
    expect(await stored('/value', 'eu-west-1')).toBe('eu-west-1');
    expect(await stored('/value', 'us-east-1')).toBe('us-east-1');
  });

  it('refuses a stack of another account', async () => {
    const stack = stackOf({ Resources: {} }, { account: '210987654321' });
    await expect(start().deploy(assemblyOf(stack))).rejects.toThrow(
      'the stack Shop is for account 210987654321, but this twin is 123456789012',
    );
  });

  it('deploys a stack within a stack, with values in both directions', async () => {
    const { deploy, stored } = start();
    const inner = {
      Parameters: { Given: { Type: 'String' } },
      Resources: { Topic: topic, P: parameter({ Ref: 'Given' }, '/inner') },
      Outputs: { Arn: { Value: { Ref: 'Topic' } } },
    };
    const assets = new Map<string, FileAsset>([
      ['abc.json', { kind: 'document', path: 'abc.json', text: JSON.stringify(inner) }],
    ]);
    const outer = stackOf(
      {
        Resources: {
          Nested: {
            Type: 'AWS::CloudFormation::Stack',
            Properties: {
              TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::Region}.amazonaws.com/bucket/abc.json' },
              Parameters: { Given: 'from outside' },
            },
          },
          P: parameter({ 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }),
        },
      },
      { assets },
    );
    const deployment = await deploy(assemblyOf(outer));
    expect(await stored('/inner')).toBe('from outside');
    expect(await stored()).toMatch(/:Shop-Nested-\w{12}-Topic-\w{12}$/);
    await deployment.destroy();
    await expect(stored('/inner')).rejects.toThrow();
  });

  it('resolves dynamic references', async () => {
    const { deploy, stored } = start();
    await deploy(
      assemblyWith({
        Secret: {
          Type: 'AWS::SecretsManager::Secret',
          Properties: { Name: 'db', SecretString: '{"user":"shop"}' },
        },
        Kept: parameter('kept', '/kept'),
        P: {
          ...parameter('{{resolve:secretsmanager:db:SecretString:user}} {{resolve:ssm:/kept:1}}'),
          DependsOn: ['Secret', 'Kept'],
        },
      }),
    );
    expect(await stored()).toBe('shop kept');
  });
});

describe('a type that is not simulated', () => {
  const strange = { Type: 'AWS::Kinesis::Stream', Properties: {} };

  it('is listed', async () => {
    const deployment = await start().deploy(assemblyWith({ Stream: strange, Topic: topic }));
    expect(deployment.ignored).toEqual([
      {
        stack: 'Shop',
        logicalId: 'Stream',
        type: 'AWS::Kinesis::Stream',
        reason: 'the type is not simulated',
      },
    ]);
    expect([...deployment.stack('Shop').resources.keys()]).toEqual(['Topic']);
  });

  it.each([
    ['its id', { Ref: 'Stream' }],
    ['its attributes', { 'Fn::GetAtt': ['Stream', 'Arn'] }],
  ])('is refused when something needs %s', async (_what, value) => {
    await expect(
      start().deploy(assemblyWith({ Stream: strange, P: parameter(value) })),
    ).rejects.toThrow(
      'Shop/P (AWS::SSM::Parameter): Stream (AWS::Kinesis::Stream) is not simulated, but something needs to know it',
    );
  });

  it('only costs the outputs that name it', async () => {
    const deployment = await start().deploy(
      assemblyOf(stackOf({ Resources: { S: strange }, Outputs: { Arn: { Value: { Ref: 'S' } } } })),
    );
    expect(deployment.stack('Shop').outputs).toEqual({});
    expect(deployment.warnings).toHaveLength(1);
    expect(deployment.warnings[0]).toContain('the output Arn is left out');
  });

  it('is also one whose service this twin does not have', async () => {
    const deployment = await start().deploy(assemblyWith({ Q: { Type: 'AWS::SQS::Queue' } }));
    expect(deployment.ignored).toMatchObject([{ logicalId: 'Q', reason: 'this twin has no sqs' }]);
  });

  it('is refused for an attribute that is not known', async () => {
    await expect(
      start().deploy(assemblyWith({ T: topic, P: parameter({ 'Fn::GetAtt': ['T', 'Colour'] }) })),
    ).rejects.toThrow('the attribute Colour of T (AWS::SNS::Topic) is not simulated');
  });
});

describe('a property that the service does not know', () => {
  it('is named in a warning', async () => {
    const states = recorder('states', () => import('@aws-sdk/client-sfn'), {
      CreateStateMachine: () => ({ stateMachineArn: 'arn:machine' }),
    });
    const deployment = await judgedTwin([states.definition], { unknownRoles: 'allow' }).deploy(
      assemblyWith({
        M: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: { DefinitionString: '{}', RoleArn: 'arn:role', Colour: 'blue' },
        },
      }),
    );
    expect(deployment.warnings).toEqual([
      'Shop: states:CreateStateMachine has no member for the property Colour',
    ]);
  });
});
