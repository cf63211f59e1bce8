// The recorded executions without tasks, as a client sees them through a port at full speed.
import * as sfn from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccount, type ServedTwin, serveTwin } from '../../twin/index.ts';
import { isObject, type JsonObject } from '../../twin/services/states/json.ts';
import { historyDifference } from './stepfunctions/compare-history.ts';
import {
  corpusIsThere,
  type ExecutionCase,
  readCorpus,
  shortName,
} from './stepfunctions/corpus.ts';
import { difference } from './stepfunctions/match.ts';
import { UNMET_HISTORIES } from './stepfunctions/ratchet.ts';

type Ended = Pick<
  sfn.DescribeExecutionCommandOutput,
  'executionArn' | 'status' | 'output' | 'error' | 'cause'
>;

const ROLE = 'arn:aws:iam::123456789012:role/machine';

// Those that were aborted need somebody to stop them while time stands still.
const cases = readCorpus<ExecutionCase>('stepfunctions-pure.json').filter(
  ({ expected }) => expected.status !== 'ABORTED',
);

describe.skipIf(!corpusIsThere)(
  'executions recorded on AWS, over HTTP (the corpora are needed)',
  () => {
    let served: ServedTwin;
    let states: sfn.SFNClient;

    beforeAll(async () => {
      served = await serveTwin(createAccount({ unknownRoles: 'allow' }).twin, { speed: 'max' });
      const credentials = { accessKeyId: 'anyone', secretAccessKey: 'anything' };
      states = new sfn.SFNClient({
        region: 'us-east-1',
        endpoint: served.url,
        credentials,
        disableHostPrefix: true,
      });
    });
    afterAll(() => served.close());

    it.each(cases.map((each, index) => [shortName(each.name), each, index] as const))(
      'gives what AWS gave: %s',
      async (name, recorded, index) => {
        const { expected, wildcards } = recorded;
        const ended = await run(states, `machine-${index}`, recorded);
        expect(ended.status).toBe(expected.status);
        const output = ended.output === undefined ? undefined : JSON.parse(ended.output);
        if (expected.status === 'SUCCEEDED')
          expect(difference(expected.output, output, wildcards)).toBeUndefined();
        else
          expect(
            difference(expected.error ?? null, ended.error ?? null, wildcards),
          ).toBeUndefined();
        if (expected.cause !== undefined)
          expect(difference(expected.cause, ended.cause ?? null, wildcards)).toBeUndefined();
        if (recorded.history === null || recorded.type === 'EXPRESS' || name in UNMET_HISTORIES)
          return;
        const history = await historyOf(states, ended.executionArn);
        expect(historyDifference(recorded.history, history, wildcards)).toBeUndefined();
      },
    );
  },
);

async function run(states: sfn.SFNClient, name: string, recorded: ExecutionCase): Promise<Ended> {
  const { definition, type } = recorded;
  const machine = { name, type, roleArn: ROLE, definition: JSON.stringify(definition) };
  const { stateMachineArn } = await states.send(new sfn.CreateStateMachineCommand(machine));
  const request = { stateMachineArn, input: inputText(recorded) };
  if (type === 'EXPRESS') return await states.send(new sfn.StartSyncExecutionCommand(request));
  const { executionArn } = await states.send(new sfn.StartExecutionCommand(request));
  for (;;) {
    const execution = await states.send(new sfn.DescribeExecutionCommand({ executionArn }));
    if (execution.status !== 'RUNNING') return execution;
  }
}

/** The recording has the input's own text where it is no object. */
function inputText({ input, history }: ExecutionCase): string {
  const details = history?.[0]?.['executionStartedEventDetails'];
  const text = isObject(details) ? details['input'] : undefined;
  return typeof text === 'string' && !isObject(input) ? text : JSON.stringify(input);
}

async function historyOf(
  states: sfn.SFNClient,
  executionArn: string | undefined,
): Promise<JsonObject[]> {
  const { events } = await states.send(new sfn.GetExecutionHistoryCommand({ executionArn }));
  return JSON.parse(JSON.stringify(events));
}
