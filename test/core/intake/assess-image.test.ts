import { describe, expect, it } from 'vitest';
import { assessImage, type ImageFacts } from '../../../core/intake/assess-image.ts';
import type { ScanPolicy } from '../../../core/spec/spec.ts';

const unlimited: ScanPolicy = { criticalMax: null, highMax: null, mediumMax: null, lowMax: null };
const strict: ScanPolicy = { ...unlimited, criticalMax: 0, highMax: 2 };
type Asked = Parameters<typeof assessImage>[0];
const policy = (over: Partial<Asked> = {}): Asked => ({
  architecture: 'x86_64',
  scan: strict,
  signature: { kind: 'none' },
  ...over,
});
const facts = (over: Partial<ImageFacts> = {}): ImageFacts => ({
  platforms: ['linux/amd64'],
  scanStatus: 'COMPLETE',
  findings: {},
  signings: [],
  ...over,
});
const signed = (status: string, profile = 'shop_release') => ({
  profile,
  status,
  reason: status === 'FAILED' ? 'not allowed' : '',
});
const signature = { kind: 'required', signer: 'shop_release' } as const;

describe('an image', () => {
  it.each<[string, Asked, ImageFacts]>([
    ['with a clean scan', policy(), facts()],
    ['with as many findings as allowed', policy(), facts({ findings: { HIGH: 2, LOW: 90 } })],
    ['that is scanned again and again', policy(), facts({ scanStatus: 'ACTIVE' })],
    [
      'without a scan where none is asked for',
      policy({ scan: unlimited }),
      facts({ scanStatus: 'NONE' }),
    ],
    ['with its signature', policy({ signature }), facts({ signings: [signed('COMPLETE')] })],
    [
      'that others have signed too',
      policy({ signature }),
      facts({ signings: [signed('FAILED', 'other'), signed('COMPLETE')] }),
    ],
    [
      'for several processors',
      policy({ architecture: 'arm64' }),
      facts({ platforms: ['linux/amd64', 'linux/arm64', 'unknown/unknown'] }),
    ],
  ])('%s is accepted', (_what, asked, found) => {
    expect(assessImage(asked, found)).toEqual({ kind: 'accepted' });
  });

  it.each(['PENDING', 'IN_PROGRESS', 'NONE'])(
    'is waited for while its scan is %s',
    (scanStatus) => {
      expect(assessImage(policy(), facts({ scanStatus }))).toEqual({
        kind: 'wait',
        reason: `the scan is ${scanStatus}`,
        hint: 'does the repository scan on push?',
      });
    },
  );

  it.each<[string, ImageFacts['signings'], string]>([
    ['nobody has begun', [], 'ECR has not signed with shop_release'],
    ['another profile has', [signed('COMPLETE', 'other')], 'ECR has not signed with shop_release'],
    ['it goes on', [signed('IN_PROGRESS')], 'signing with shop_release is IN_PROGRESS'],
  ])('is waited for while of its signing %s', (_what, signings, reason) => {
    expect(assessImage(policy({ signature }), facts({ signings }))).toEqual({
      kind: 'wait',
      reason,
      hint: 'does a signing rule of the registry cover the repository?',
    });
  });

  it.each<[string, Asked, ImageFacts, string]>([
    [
      'with too many findings',
      policy(),
      facts({ findings: { CRITICAL: 1, HIGH: 3 } }),
      'E315 the scan found 1 CRITICAL findings (allowed: 0), 3 HIGH findings (allowed: 2)',
    ],
    [
      'whose scan failed',
      policy(),
      facts({ scanStatus: 'FAILED' }),
      'E315 the scan policy asks for findings; the scan is FAILED',
    ],
    [
      'that could not be signed, before any scan',
      policy({ signature }),
      facts({ scanStatus: 'PENDING', signings: [signed('FAILED')] }),
      'E315 signing with shop_release failed: not allowed',
    ],
    [
      'for another processor',
      policy({ architecture: 'arm64' }),
      facts(),
      'E314 the image is for linux/amd64, the service runs on linux/arm64',
    ],
    [
      'for another system',
      policy(),
      facts({ platforms: ['windows/amd64'] }),
      'E314 the image is for windows/amd64, the service runs on linux/amd64',
    ],
  ])('%s is refused', (_what, asked, found, reason) => {
    expect(assessImage(asked, found)).toEqual({ kind: 'refused', reason });
  });
});
