// API calls that AWS refused, made by the SDK's own client: the same error with the same message.
import { describe, expect, it } from 'vitest';
import { states } from '../../twin/services/states/index.ts';
import { isObject, type Json } from '../../twin/services/states/json.ts';
import { startTwin } from '../twin/support/start-twin.ts';
import { perform, sender } from './stepfunctions/api-recipes.ts';
import { type ApiCase, corpusIsThere, readCorpus, shortName } from './stepfunctions/corpus.ts';
import { difference } from './stepfunctions/match.ts';
import { UNMET_API_CALLS } from './stepfunctions/ratchet.ts';
import { stubLogs } from './stepfunctions/stub-logs.ts';

const cases = readCorpus<ApiCase>('stepfunctions-api-errors.json');

/** The recording has the error in one of three forms, or an answer. */
function expectedAnswer({ expected }: ApiCase): Json {
  if (typeof expected === 'string') return fromMessage(expected);
  if (!isObject(expected)) return expected;
  if (isObject(expected['Error'])) {
    return {
      error: expected['Error']['Code'] ?? null,
      message: expected['Error']['Message'] ?? null,
    };
  }
  if (typeof expected['exception_value'] === 'string')
    return fromMessage(expected['exception_value']);
  const { ResponseMetadata, ...answer } = expected;
  return answer;
}

function fromMessage(text: string): Json {
  const [, error = '', message = ''] =
    /^An error occurred \((\w+)\) when calling the \w+ operation: ([\s\S]*)$/.exec(text) ?? [];
  return { error, message };
}

async function answerOf(testCase: ApiCase): Promise<Json> {
  const twin = startTwin({ services: [states, stubLogs] });
  try {
    const output = await perform(testCase, sender(twin));
    const { $metadata, ...answer } = output as Record<string, Json>;
    return JSON.parse(JSON.stringify(answer));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { error: error.name, message: error.message };
  }
}

describe.skipIf(!corpusIsThere)('refusals recorded on AWS (the corpora are needed)', () => {
  it.each(cases.map((testCase) => [shortName(testCase.name), testCase] as const))(
    'refuses as AWS did: %s',
    async (name, testCase) => {
      const wildcards = testCase.wildcards;
      const found = difference(expectedAnswer(testCase), await answerOf(testCase), wildcards);
      expect(found === undefined, found).toBe(UNMET_API_CALLS[name] === undefined);
    },
  );

  it('finds at least the cases that it was written for', () => {
    expect(cases.length).toBeGreaterThanOrEqual(95);
  });
});
