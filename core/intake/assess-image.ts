/** Whether an image may be released: what it runs on, its signature and its scan against what the spec asks for. */
import type { Architecture, ImagePolicy, ScanPolicy, SignaturePolicy } from '../spec/spec.ts';
import { ociArchitecture } from './oci-architecture.ts';

export interface ImageFacts {
  /** `linux/amd64`: one of a single image, several of an index. */
  readonly platforms: readonly string[];
  readonly scanStatus: string;
  readonly findings: Readonly<Record<string, number>>;
  readonly signings: readonly Signing[];
}

/** What ECR's managed signing says: one for each profile with which the registry signs. */
export interface Signing {
  readonly profile: string;
  readonly status: string;
  /** Why signing failed; empty where it did not. */
  readonly reason: string;
}

export type ImageAssessment =
  | { readonly kind: 'accepted' }
  /** Not known yet: ask again. The hint is for those who have waited long enough. */
  | { readonly kind: 'wait'; readonly reason: string; readonly hint: string }
  | { readonly kind: 'refused'; readonly reason: string };

export function assessImage(
  asked: ImagePolicy & { readonly architecture: Architecture },
  facts: ImageFacts,
): ImageAssessment {
  const answers = [
    assessPlatform(asked.architecture, facts),
    assessSignature(asked.signature, facts),
    assessScan(asked.scan, facts),
  ];
  return (
    answers.find(({ kind }) => kind === 'refused') ??
    answers.find(({ kind }) => kind === 'wait') ??
    accepted
  );
}

const accepted: ImageAssessment = { kind: 'accepted' };
const refused = (reason: string): ImageAssessment => ({ kind: 'refused', reason });
const wait = (reason: string, hint: string): ImageAssessment => ({ kind: 'wait', reason, hint });

function assessPlatform(architecture: Architecture, { platforms }: ImageFacts): ImageAssessment {
  // Tasks of other operating systems are none of Spillway's.
  const wanted = `linux/${ociArchitecture[architecture]}`;
  if (platforms.includes(wanted)) return accepted;
  const found = platforms.length === 0 ? 'no platform' : platforms.join(', ');
  return refused(`E314 the image is for ${found}, the service runs on ${wanted}`);
}

function assessSignature(policy: SignaturePolicy, { signings }: ImageFacts): ImageAssessment {
  if (policy.kind === 'none') return accepted;
  const { signer } = policy;
  const signing = signings.find(({ profile }) => profile === signer);
  switch (signing?.status) {
    case 'COMPLETE':
      return accepted;
    case 'FAILED':
      return refused(`E315 signing with ${signer} failed: ${signing.reason}`);
    default:
      return wait(
        signing === undefined
          ? `ECR has not signed with ${signer}`
          : `signing with ${signer} is ${signing.status}`,
        'does a signing rule of the registry cover the repository?',
      );
  }
}

function assessScan(scan: ScanPolicy, { scanStatus, findings }: ImageFacts): ImageAssessment {
  const limited = severities.filter(({ maximum }) => scan[maximum] !== null);
  if (limited.length === 0) return accepted;
  if (waiting.includes(scanStatus)) {
    return wait(`the scan is ${scanStatus}`, 'does the repository scan on push?');
  }
  if (!finished.includes(scanStatus)) {
    return refused(`E315 the scan policy asks for findings; the scan is ${scanStatus}`);
  }
  const excess = limited.flatMap(({ name, maximum }) => {
    const [found, allowed] = [findings[name] ?? 0, scan[maximum] ?? 0];
    return found > allowed ? [`${found} ${name} findings (allowed: ${allowed})`] : [];
  });
  return excess.length === 0 ? accepted : refused(`E315 the scan found ${excess.join(', ')}`);
}

const waiting = ['PENDING', 'IN_PROGRESS', 'SCAN_ON_PUSH', 'NONE'];
const finished = ['COMPLETE', 'ACTIVE'];

const severities: readonly { readonly name: string; readonly maximum: keyof ScanPolicy }[] = [
  { name: 'CRITICAL', maximum: 'criticalMax' },
  { name: 'HIGH', maximum: 'highMax' },
  { name: 'MEDIUM', maximum: 'mediumMax' },
  { name: 'LOW', maximum: 'lowMax' },
];
