/** Whether an image may be released: its scan and its signature against the policy of the spec. */
import type { ImagePolicy, ScanPolicy } from '../spec/spec.ts';

export interface ImageFacts {
  readonly scanStatus: string;
  readonly findings: Readonly<Record<string, number>>;
  readonly signed: boolean;
}

export type ImageAssessment =
  | { readonly kind: 'accepted' }
  /** The scan is still running: ask again. */
  | { readonly kind: 'wait'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

export function assessImage({ scan, signature }: ImagePolicy, facts: ImageFacts): ImageAssessment {
  if (signature.kind === 'required' && !facts.signed) {
    return { kind: 'refused', reason: `no signature by ${signature.signer} lies beside the image` };
  }
  const limited = severities.filter(({ maximum }) => scan[maximum] !== null);
  if (limited.length === 0) return { kind: 'accepted' };
  if (waiting.includes(facts.scanStatus)) {
    return { kind: 'wait', reason: `the scan is ${facts.scanStatus}` };
  }
  if (!finished.includes(facts.scanStatus)) {
    return {
      kind: 'refused',
      reason: `the scan policy asks for findings; the scan is ${facts.scanStatus}`,
    };
  }
  const excess = limited.flatMap(({ name, maximum }) => {
    const [found, allowed] = [facts.findings[name] ?? 0, scan[maximum] ?? 0];
    return found > allowed ? [`${found} ${name} findings (allowed: ${allowed})`] : [];
  });
  return excess.length === 0
    ? { kind: 'accepted' }
    : { kind: 'refused', reason: `the scan found ${excess.join(', ')}` };
}

const waiting = ['PENDING', 'IN_PROGRESS', 'SCAN_ON_PUSH', 'NONE'];
const finished = ['COMPLETE', 'ACTIVE'];

const severities: readonly { readonly name: string; readonly maximum: keyof ScanPolicy }[] = [
  { name: 'CRITICAL', maximum: 'criticalMax' },
  { name: 'HIGH', maximum: 'highMax' },
  { name: 'MEDIUM', maximum: 'mediumMax' },
  { name: 'LOW', maximum: 'lowMax' },
];
