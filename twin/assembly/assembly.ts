// A cloud assembly as plain data: its stacks in the order in which they can be deployed.
import type { Template } from './template.ts';

export interface Assembly {
  readonly directory: string;
  readonly stacks: readonly StackArtifact[];
}

export interface StackArtifact {
  /** The id in the manifest; ids of stages carry the stage. */
  readonly id: string;
  readonly stackName: string;
  /** Absent where the stack may go anywhere. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly template: Template;
  readonly assets: Assets;
}

/** File assets by the key under which they are published. */
export type Assets = ReadonlyMap<string, FileAsset>;

/** A folder or archive of code, or a document whose text matters. */
export type FileAsset =
  | { readonly kind: 'code'; readonly path: string }
  | { readonly kind: 'document'; readonly path: string; readonly text: string };
