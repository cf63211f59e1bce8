// AWS::StepFunctions::StateMachine: where the definition comes from.
import { describe, expect, it } from 'vitest';
import type { FileAsset } from '../../../twin/assembly/assembly.ts';
import { assemblyOf, judgedTwin, recorder, stackOf } from './builders.ts';

const ROLE = 'arn:aws:iam::123456789012:role/machine';

async function inputFor(Properties: object, assets = new Map<string, FileAsset>()) {
  const states = recorder('states', () => import('@aws-sdk/client-sfn'), {
    CreateStateMachine: (input) => ({ stateMachineArn: `arn:${String(input['name'])}` }),
  });
  const machine = {
    Type: 'AWS::StepFunctions::StateMachine',
    Properties: { RoleArn: ROLE, ...Properties },
  };
  const stack = stackOf({ Resources: { Machine: machine } }, { assets });
  const deployment = await judgedTwin([states.definition], { unknownRoles: 'allow' }).deploy(
    assemblyOf(stack),
  );
  return { input: states.calls[0]?.input ?? {}, deployment };
}

describe('a state machine', () => {
  it('has its definition from the template', async () => {
    const { input } = await inputFor({ DefinitionString: '{"StartAt":"A"}' });
    expect(input).toEqual({
      name: expect.stringMatching(/^Shop-Machine-/),
      type: 'STANDARD',
      roleArn: ROLE,
      definition: '{"StartAt":"A"}',
    });
  });

  it('has its definition from an object', async () => {
    const { input } = await inputFor({ Definition: { StartAt: 'A' } });
    expect(input['definition']).toBe('{"StartAt":"A"}');
  });

  it('has its definition from a file of the assembly', async () => {
    const text = '{"Resource":"${JudgeArn}","Kept":"${Other}"}';
    const assets = new Map<string, FileAsset>([
      ['abc.json', { kind: 'document', path: 'abc.json', text }],
    ]);
    const { input } = await inputFor(
      {
        DefinitionS3Location: { Bucket: 'assets', Key: 'abc.json' },
        DefinitionSubstitutions: { JudgeArn: 'arn:judge' },
      },
      assets,
    );
    // What is not listed belongs to the definition.
    expect(input['definition']).toBe('{"Resource":"arn:judge","Kept":"${Other}"}');
  });

  it('passes logging, tracing, kind and name on', async () => {
    const { input, deployment } = await inputFor({
      DefinitionString: '{}',
      StateMachineName: 'release',
      StateMachineType: 'EXPRESS',
      LoggingConfiguration: {
        Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: 'arn:group:*' } }],
        Level: 'ALL',
        IncludeExecutionData: 'true',
      },
      TracingConfiguration: { Enabled: true },
    });
    expect(input).toMatchObject({
      name: 'release',
      type: 'EXPRESS',
      loggingConfiguration: {
        destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: 'arn:group:*' } }],
        level: 'ALL',
        includeExecutionData: true,
      },
      tracingConfiguration: { enabled: true },
    });
    expect(deployment.stack('Shop').resources.get('Machine')).toMatchObject({
      physicalId: 'arn:release',
      attributes: { Arn: 'arn:release', Name: 'release' },
    });
  });
});
