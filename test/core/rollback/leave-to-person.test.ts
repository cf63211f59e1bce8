import { describe, expect, it } from 'vitest';
import { decideRollback } from '../../../core/rollback/decide.ts';
import type { RollbackDecision } from '../../../core/rollback/decision.ts';
import type { Cause, Situation } from '../../../core/rollback/situation.ts';
import { aSituation } from './builders.ts';

const operator: Cause = { kind: 'operator', reason: 'ana asked for it' };
const nowhere = { status: 'GUARDING', engine: 'rolling', stable: undefined, older: [] } as const;
const forbidden = { status: 'GUARDING', engine: 'rolling', policy: { kind: 'forbidden' } } as const;

describe('what only a person can decide', () => {
  it.each<[string, Partial<Situation>, RollbackDecision['kind']]>([
    ['waits for one', nowhere, 'page'],
    ['waits for one who was told', { ...nowhere, held: true }, 'page'],
    ['waits until its deadline', { ...nowhere, overdue: true }, 'strand'],
    ['waits until who was told ends it', { ...nowhere, held: true, cause: operator }, 'strand'],
    ['is told first to whoever wants to end it', { ...nowhere, cause: operator }, 'page'],
    ['waits where the spec forbids to go back', forbidden, 'page'],
    ['waits no longer than until its deadline there', { ...forbidden, overdue: true }, 'strand'],
    [
      'waits on while two versions share the users',
      { ...nowhere, engine: 'codedeploy-overlay', weightPercent: 25, overdue: true },
      'page',
    ],
    [
      'is not waited for beside a fleet that has nobody left',
      { ...nowhere, engine: 'codedeploy-overlay', weightPercent: 0 },
      'strand',
    ],
    ['is waited for where a weight tells nothing', { ...nowhere, weightPercent: 0 }, 'page'],
    [
      'waits until its deadline where it has all users',
      { ...nowhere, engine: 'codedeploy-overlay', weightPercent: 100, overdue: true },
      'strand',
    ],
  ])('%s', (_what, options, kind) => {
    expect(decideRollback(aSituation(options)).kind).toBe(kind);
  });
});
