import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../console/describe-event.ts';
import { acceptedIn } from '../../core/release/transitions.ts';
import { received } from '../core/builders.ts';
import { tellAll } from './fake-releases.ts';
import { breached, minute, production } from './stories.ts';

const envelope = { releaseId: 'r', sequence: 1, at: minute(0), actor: 'spillway:test' };

describe('a line of the ledger', () => {
  it('is never the bare name of an event', () => {
    const types = Object.keys(acceptedIn);
    const told = tellAll().flatMap(({ events }) => events);
    expect(told.length).toBeGreaterThan(100);
    for (const event of told) expect(types).not.toContain(describeEvent(event).title);
  });

  it('of a release that overrides alarms says whose, which and why', () => {
    const line = describeEvent({
      ...received,
      ...envelope,
      trigger: {
        kind: 'operator',
        actor: 'arn:aws:sts::123456789012:assumed-role/Releases/ana',
        reason: 'repairs the login',
        overriddenAlarms: ['a', 'b'],
      },
    });
    expect(line).toMatchObject({ detail: 'ana overrides a, b: repairs the login', tone: 'wait' });
  });

  it('of a breach is told in its tone, with the reason', () => {
    const line = describeEvent({
      ...envelope,
      type: 'bake.judged',
      verdict: breached,
      complete: false,
      ...production,
    });
    expect(line).toEqual({ title: 'Breach', detail: breached.reason, tone: 'bad' });
  });

  it.each([
    ['ready: {"alarmsOk":8,"runningTasks":2}', 'ready: alarmsOk 8, runningTasks 2'],
    ['sent 120 requests', 'sent 120 requests'],
    ['by {somebody}', 'by {somebody}'],
  ])('of a note %s is for people', (text, detail) => {
    expect(describeEvent({ ...envelope, type: 'note.added', text })).toMatchObject({ detail });
  });

  it('of a pass shows what was measured', () => {
    const judged = tellAll()
      .flatMap(({ events }) => events)
      .find((event) => event.type === 'bake.judged');
    expect(judged && describeEvent(judged).detail).toContain(
      'error-rate 0.31 %, latency-p95 214 ms',
    );
  });
});
