/** Every command, in the order of the help. Loaded one at a time: `validate` never waits for a twin. */
import type { Command } from '../command.ts';

export interface CommandEntry {
  readonly name: string;
  /** The command's own, repeated so that the help need not load them all; a test compares them. */
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const commandEntries: readonly CommandEntry[] = [
  {
    name: 'validate',
    summary: 'Check release specs and show every problem at once',
    load: async () => (await import('./validate.ts')).validate,
  },
  {
    name: 'plan',
    summary: 'Show what a release of a spec would do, how long it takes and what it costs',
    load: async () => (await import('./plan.ts')).plan,
  },
  {
    name: 'rehearse',
    summary: 'Rehearse a release on the twin: what would happen if ...',
    load: async () => (await import('./rehearse.ts')).rehearse,
  },
  {
    name: 'twin',
    summary: 'Run a local AWS in virtual time, for the aws command, SDKs and CDK apps',
    load: async () => (await import('./twin.ts')).twin,
  },
];
