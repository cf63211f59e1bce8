import { describe, expect, it } from 'vitest';
import { assessImage, type ImageFacts } from '../../../core/intake/assess-image.ts';
import type { ImagePolicy, ScanPolicy } from '../../../core/spec/spec.ts';

const unlimited: ScanPolicy = { criticalMax: null, highMax: null, mediumMax: null, lowMax: null };
const strict: ScanPolicy = { ...unlimited, criticalMax: 0, highMax: 2 };
const policy = (over: Partial<ImagePolicy> = {}): ImagePolicy => ({
  scan: strict,
  signature: { kind: 'none' },
  ...over,
});
const facts = (over: Partial<ImageFacts> = {}): ImageFacts => ({
  scanStatus: 'COMPLETE',
  findings: {},
  signed: false,
  ...over,
});
const signature = { kind: 'required', signer: 'shop_release' } as const;

describe('an image', () => {
  it.each<[string, ImagePolicy, ImageFacts]>([
    ['with a clean scan', policy(), facts()],
    ['with as many findings as allowed', policy(), facts({ findings: { HIGH: 2, LOW: 90 } })],
    ['that is scanned again and again', policy(), facts({ scanStatus: 'ACTIVE' })],
    [
      'without a scan where none is asked for',
      policy({ scan: unlimited }),
      facts({ scanStatus: 'NONE' }),
    ],
    ['with its signature', policy({ signature }), facts({ signed: true })],
  ])('%s is accepted', (_what, asked, found) => {
    expect(assessImage(asked, found)).toEqual({ kind: 'accepted' });
  });

  it.each(['PENDING', 'IN_PROGRESS', 'NONE'])(
    'is waited for while its scan is %s',
    (scanStatus) => {
      expect(assessImage(policy(), facts({ scanStatus }))).toEqual({
        kind: 'wait',
        reason: `the scan is ${scanStatus}`,
      });
    },
  );

  it.each<[string, ImagePolicy, ImageFacts, string]>([
    [
      'with too many findings',
      policy(),
      facts({ findings: { CRITICAL: 1, HIGH: 3 } }),
      'the scan found 1 CRITICAL findings (allowed: 0), 3 HIGH findings (allowed: 2)',
    ],
    [
      'whose scan failed',
      policy(),
      facts({ scanStatus: 'FAILED' }),
      'the scan policy asks for findings; the scan is FAILED',
    ],
    [
      'without its signature, before any scan',
      policy({ signature }),
      facts({ scanStatus: 'PENDING' }),
      'no signature by shop_release lies beside the image',
    ],
  ])('%s is refused', (_what, asked, found, reason) => {
    expect(assessImage(asked, found)).toEqual({ kind: 'refused', reason });
  });
});
