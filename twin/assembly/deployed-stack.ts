// What remembers a stack between deployments.
import type { Existing } from './provider.ts';
import type { StackHost } from './stack-host.ts';

export interface DeployedResource extends Existing {
  readonly type: string;
  /** How often it was replaced; part of the name that CloudFormation makes. */
  readonly generation: number;
  readonly deletionPolicy: string;
  readonly updateReplacePolicy: string;
}

export interface DeployedStack {
  readonly name: string;
  readonly id: string;
  readonly region: string;
  readonly host: StackHost;
  /** By logical id, in the order in which they were made. */
  readonly resources: ReadonlyMap<string, DeployedResource>;
  readonly outputs: Readonly<Record<string, string>>;
  /** By export name. */
  readonly exports: Readonly<Record<string, string>>;
}

type ChangeAction = 'create' | 'update' | 'replace' | 'delete' | 'retain';

export interface Change {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly action: ChangeAction;
  /** The properties that made the change necessary. */
  readonly properties: readonly string[];
}

export interface IgnoredResource {
  readonly stack: string;
  readonly logicalId: string;
  readonly type: string;
  readonly reason: string;
}
