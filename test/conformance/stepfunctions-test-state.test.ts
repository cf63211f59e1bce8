// What AWS answered to TestState, asked of the twin by the SDK's own client.
import { SFNClient, TestStateCommand } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { states } from '../../twin/services/states/index.ts';
import { isObject, type Json } from '../../twin/services/states/json.ts';
import { startTwin } from '../twin/support/start-twin.ts';
import { type ApiCase, corpusIsThere, readCorpus, shortName } from './stepfunctions/corpus.ts';
import { difference } from './stepfunctions/match.ts';
import { UNMET_TEST_STATES } from './stepfunctions/ratchet.ts';
import { stubLambda } from './stepfunctions/stub-lambda.ts';

const cases = readCorpus<ApiCase>('stepfunctions-teststate.json');

async function ask(args: ApiCase['args']): Promise<Json> {
  const { pump, client } = startTwin({ services: [states, stubLambda] });
  const input = JSON.parse(
    JSON.stringify(args).replaceAll(
      /LSX_create_lambda_function\w+/g,
      'arn:aws:lambda:us-east-1:123456789012:function:greeter',
    ),
  );
  const { $metadata, ...output } = await pump.runUntil(
    client(SFNClient).send(new TestStateCommand(input)),
  );
  return JSON.parse(JSON.stringify(output));
}

/** The recording keeps the metadata of its own client. */
function withoutMetadata(expected: Json): Json {
  if (!isObject(expected)) return expected;
  const { ResponseMetadata, ...rest } = expected;
  return rest;
}

describe.skipIf(!corpusIsThere)('TestState as recorded on AWS (the corpora are needed)', () => {
  it.each(cases.map((testCase) => [shortName(testCase.name), testCase] as const))(
    'answers as AWS did: %s',
    async (name, { args, expected, wildcards }) => {
      const found = difference(withoutMetadata(expected), await ask(args), wildcards);
      expect(found === undefined, found).toBe(UNMET_TEST_STATES[name] === undefined);
    },
  );

  it('finds at least the cases that it was written for', () => {
    expect(cases.length).toBeGreaterThanOrEqual(90);
  });
});
