// What ECR remembers.
import type {
  EncryptionConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
  SigningRule,
  Tag,
} from '@aws-sdk/client-ecr';
import type { Scan } from '../../host/peers.ts';
import type { Scheduled } from '../../kernel/clock.ts';
import type { LifecycleRule } from './lifecycle-policy.ts';

export interface StoredImage {
  readonly digest: string;
  readonly manifest: string;
  readonly mediaType: string;
  readonly pushedAt: Date;
  readonly sizeBytes: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly architectures: readonly string[];
  /** Digests of the images that an index lists. */
  readonly references: readonly string[];
  readonly tags: Set<string>;
  /** The configuration blob; undefined of an index, and where only a manifest was put. */
  readonly config: string | undefined;
  /** One for each rule of the registry that covers its repository. */
  readonly signings: SigningRun[];
  pulledAt: Date | undefined;
  /** What a scan will find. */
  scan: Scan | undefined;
  lastScan: ScanRun | undefined;
}

export interface ScanRun {
  readonly startedAt: Date;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED' | 'UNSUPPORTED_IMAGE';
  completedAt: Date | undefined;
  findings: Scan['findings'];
}

export interface SigningRun {
  readonly profileArn: string;
  status: 'IN_PROGRESS' | 'COMPLETE' | 'FAILED';
}

export interface Repository {
  readonly name: string;
  readonly arn: string;
  readonly uri: string;
  readonly createdAt: Date;
  readonly encryption: EncryptionConfiguration;
  /** By digest, in the order of their pushes. */
  readonly images: Map<string, StoredImage>;
  mutability: ImageTagMutability;
  exclusions: readonly ImageTagMutabilityExclusionFilter[];
  scanOnPush: boolean;
  policy: string | undefined;
  lifecycle: { readonly text: string; readonly rules: readonly LifecycleRule[] } | undefined;
  lastEvaluatedAt: Date | undefined;
  /** The next evaluation of the lifecycle policy. */
  evaluation: Scheduled | undefined;
}

export interface EcrState {
  readonly repositories: Map<string, Repository>;
  readonly tags: Map<string, readonly Tag[]>;
  /** Undefined where the registry signs nothing. */
  signingRules: readonly SigningRule[] | undefined;
}

export const imageByTag = ({ images }: Repository, tag: string): StoredImage | undefined =>
  [...images.values()].find(({ tags }) => tags.has(tag));
