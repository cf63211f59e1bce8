// Somebody who says yes to what waits: a while after people were told that a release wants approval.
import { decideOnRelease } from './operator.ts';
import type { World } from './world.ts';

const THINKING_MS = 60_000;

/** Answers the message that asks, and nothing else: a release that asks nobody is never approved. */
export function approveWhatWaits(world: World, service: string): void {
  const { trace, clock } = world.twin;
  const decision = { person: 'approver', action: 'approve', reason: 'looks good' } as const;
  trace.listen(({ kind, detail }) => {
    const subject = String(detail['subject']);
    if (kind !== 'message' || !subject.startsWith(`ACTION ${service} `)) return;
    if (!subject.includes(' wants approval ')) return;
    clock.after(THINKING_MS, () => {
      decideOnRelease(world, service, decision).catch((error) =>
        trace.add('scenario', { failed: 'approve', reason: String(error) }),
      );
    });
  });
}
