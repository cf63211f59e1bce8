// Every execution that AWS recorded, on the bare interpreter: status, output, error, cause, and the whole history.
import { describe, expect, it } from 'vitest';
import { historyDifference } from './stepfunctions/compare-history.ts';
import {
  corpusIsThere,
  type ExecutionCase,
  readCorpus,
  shortName,
} from './stepfunctions/corpus.ts';
import { difference } from './stepfunctions/match.ts';
import { UNMET_HISTORIES, UNMET_RESULTS } from './stepfunctions/ratchet.ts';
import { type CaseResult, runCase } from './stepfunctions/run-case.ts';

const FILES = ['stepfunctions-pure.json', 'stepfunctions-tasks.json'];

function resultDifference(testCase: ExecutionCase, result: CaseResult): string | undefined {
  const { expected, wildcards } = testCase;
  if (result.status !== expected.status) {
    return `expected ${expected.status}, got ${result.status} ${result.error}: ${result.cause}`;
  }
  if (expected.status === 'SUCCEEDED') return difference(expected.output, result.output, wildcards);
  return (
    difference(expected.error ?? null, result.error, wildcards) ??
    difference(expected.cause ?? null, result.cause, wildcards)
  );
}

describe.skipIf(!corpusIsThere)('executions recorded on AWS (the corpora are needed)', () => {
  describe.each(FILES)('%s', (file) => {
    const cases = readCorpus<ExecutionCase>(file);

    it.each(cases.map((testCase) => [shortName(testCase.name), testCase] as const))(
      'gives what AWS gave: %s',
      async (name, testCase) => {
        const result = await runCase(testCase);
        const found = resultDifference(testCase, result);
        expect(found === undefined, found).toBe(UNMET_RESULTS[name] === undefined);
        if (testCase.history === null) return;
        const unlike = historyDifference(testCase.history, result.history, testCase.wildcards);
        expect(unlike === undefined, unlike).toBe(UNMET_HISTORIES[name] === undefined);
      },
    );

    it('finds at least the cases that it was written for', () => {
      expect(cases.length).toBeGreaterThanOrEqual(125);
    });
  });
});
