import { describe, expect, it } from 'vitest';
import { showProgress } from '../../cli/rehearsal-progress.ts';
import type { Site } from '../../core/contract/site.ts';
import type { Share } from '../../rehearsal/shares.ts';

const site = { service: 'auth-service', environment: 'production' } as Site;

/** Everything that is drawn while users move once. */
function drawn(terminal: boolean): string[] {
  const lines: string[] = [];
  const progress = showProgress({ terminal, err: (text) => void lines.push(text) });
  progress.say('reading the app');
  progress.watch(undefined, {
    onShare: (listener: (share: Share) => void) =>
      listener({ at: Date.parse('2027-01-11T09:15:30Z'), site, percents: { a: 90, b: 10 } }),
  });
  progress.end();
  return lines;
}

describe('the progress of a rehearsal', () => {
  it('is one line that is drawn again, and gone at the end', () => {
    expect(drawn(true)).toEqual([
      '\r\u001b[Kreading the app',
      '\r\u001b[K09:15  auth-service in production: users 90 to 10',
      '\r\u001b[K',
    ]);
  });

  it('is not for files', () => {
    expect(drawn(false)).toEqual([]);
  });
});
