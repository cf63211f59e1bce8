import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEvent, openRecord, replay } from '../../../core/release/apply-event.ts';
import type { EventBody, ReleaseEvent } from '../../../core/release/event.ts';
import type { ReleaseRecord } from '../../../core/release/record.ts';
import { isTerminal } from '../../../core/release/transitions.ts';
import {
  aVerdict,
  badStory,
  digest,
  goodStory,
  ledgerOf,
  received,
  recordAfter,
  second,
  story,
} from '../builders.ts';

const environment = 'production';

describe('replay', () => {
  it('gives the same record as the events did one by one', () => {
    expect(replay(ledgerOf([received, ...badStory]))).toEqual(recordAfter(badStory));
  });

  it('gives nothing for a ledger without a beginning', () => {
    expect(replay([])).toBeUndefined();
    expect(replay(ledgerOf(goodStory))).toBeUndefined();
  });

  it('holds its laws for any sequence of events', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(anyHistory, (bodies) => {
        const { kept, records } = appendAll(bodies);
        const last = records.at(-1);
        // The ledger holds only what was applied, and replaying it gives the record.
        expect(replay(kept)).toEqual(last);
        expect(kept.map(({ sequence }) => sequence)).toEqual(kept.map((_, index) => index + 1));
        expectWeightsToRiseThenFall(records);
        expectTerminalToAbsorb(records);
        for (const { status } of records) seen.add(status);
      }),
      { numRuns: 3000 },
    );
    // The property is worth nothing unless random sequences reach the interesting states.
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'BAKING',
        'GUARDING',
        'ROLLING_BACK',
        'ROLLED_BACK',
        'FAILED_SAFE',
        'PROMOTED',
      ]),
    );
  });

  it('ignores duplicates of any event at any later time', () => {
    const events = ledgerOf([received, ...goodStory]);
    fc.assert(
      fc.property(fc.array(fc.nat(events.length - 1)), (again) => {
        const doubled = events.flatMap((event, index) => [
          event,
          ...again.filter((copy) => copy <= index).flatMap((copy) => events[copy] ?? []),
        ]);
        expect(replay(doubled)).toEqual(replay(events));
      }),
    );
  });
});

interface History {
  readonly kept: ReleaseEvent[];
  readonly records: ReleaseRecord[];
}

/** As a writer does it: offer each event with the next number, and keep those that were applied. */
function appendAll(bodies: readonly EventBody[]): History {
  const [first] = ledgerOf([received]);
  if (first?.type !== 'release.received') throw new Error('unreachable');
  const history: History = { kept: [first], records: [openRecord(first)] };
  for (const body of bodies) {
    const record = history.records.at(-1);
    if (record === undefined) break;
    const { releaseId, sequence } = record;
    const event = {
      ...body,
      releaseId,
      sequence: sequence + 1,
      at: second(sequence),
      actor: 'any',
    };
    const applied = applyEvent(record, event);
    if (!applied.applied) continue;
    history.kept.push(event);
    history.records.push(applied.record);
  }
  return history;
}

function expectWeightsToRiseThenFall(records: readonly ReleaseRecord[]): void {
  const path = records.map(({ weights }) => weights['production'] ?? 0);
  const peak = path.indexOf(Math.max(...path));
  expect(path.every((weight) => Number.isInteger(weight) && weight >= 0 && weight <= 100)).toBe(
    true,
  );
  expect(path.slice(0, peak + 1)).toEqual([...path.slice(0, peak + 1)].sort((a, b) => a - b));
  expect(path.slice(peak)).toEqual([...path.slice(peak)].sort((a, b) => b - a));
}

function expectTerminalToAbsorb(records: readonly ReleaseRecord[]): void {
  const ended = records.findIndex(({ status }) => isTerminal(status));
  if (ended >= 0) expect(ended).toBe(records.length - 1);
}

const percent = fc.integer({ min: 0, max: 100 });
const phase = fc.nat(3);

const anyBody: fc.Arbitrary<EventBody> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<EventBody>(...goodStory) },
  { weight: 2, arbitrary: fc.constantFrom<EventBody>(...story.rolledBack) },
  {
    weight: 2,
    arbitrary: fc.tuple(phase, percent).map(
      ([at, weightPercent]): EventBody => ({
        type: 'weight.requested',
        environment,
        phase: at,
        weightPercent,
      }),
    ),
  },
  {
    weight: 1,
    arbitrary: percent.map(
      (weightPercent): EventBody => ({ type: 'weight.lowered', environment, weightPercent }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<EventBody>(
      { type: 'rollback.stranded', environment, reason: 'nothing to go back to' },
      { type: 'release.held', reason: 'wait', needsPerson: true },
      { type: 'release.resumed', reason: 'go' },
      { type: 'intent.recorded', call: 'CreateRule', argumentsHash: digest('a') },
      { type: 'notice.sent', noticeId: 'n', topic: 'releases' },
      { type: 'bake.judged', environment, verdict: aVerdict({ outcome: 'fail' }), complete: false },
      { type: 'environment.entered', environment: 'staging' },
      { type: 'release.cancelled', reason: 'stop' },
    ),
  },
);

/** Random events strewn into a release that goes well, or badly: pure noise would hardly leave the queue. */
const anyHistory: fc.Arbitrary<readonly EventBody[]> = fc
  .constantFrom(goodStory, badStory)
  .chain((plot) =>
    fc
      .array(fc.tuple(fc.nat(plot.length), anyBody), { maxLength: 40 })
      .map((noise) =>
        [...plot, undefined].flatMap((body, index) => [
          ...noise.filter(([place]) => place === index).map(([, strewn]) => strewn),
          ...(body === undefined ? [] : [body]),
        ]),
      ),
  );
