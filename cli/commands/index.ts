/** Every command, in the order of the help. Loaded one at a time: `validate` never waits for a twin. */
import type { CommandEntry } from '../command.ts';
import type { OpenRemote } from '../remote.ts';

/** Loaded only by a command that is run: its clients of AWS take their time. */
const openAws: OpenRemote = async (env) => (await import('../aws.ts')).openAws(env);

export const commandEntries: readonly CommandEntry[] = [
  {
    name: 'up',
    summary: 'Run the shop or your app on a twin, with users, releases and the console',
    load: async () => (await import('./up.ts')).up,
  },
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
    summary: 'Rehearse a release on the twin: what would happen if it were bad?',
    load: async () => (await import('./rehearse.ts')).rehearse,
  },
  {
    name: 'console',
    summary: 'Open the page on which releases are watched and decided',
    load: async () => (await import('./console.ts')).console,
  },
  {
    name: 'simulate',
    summary: 'Simulate many releases under many faults, judged by laws from outside',
    load: async () => (await import('./simulate.ts')).simulate,
  },
  {
    name: 'twin',
    summary: 'Run a local AWS in virtual time, for the aws command, SDKs and CDK apps',
    load: async () => (await import('./twin.ts')).twin,
  },
  {
    name: 'status',
    summary: 'Show what serves and what moves, or one release with its phases and evidence',
    load: async () => (await import('./status.ts')).status(openAws),
  },
  {
    name: 'watch',
    summary:
      'Follow a release to its end: phases, metrics against thresholds, verdicts, what is next',
    load: async () => (await import('./watch.ts')).watch(openAws),
  },
  {
    name: 'history',
    summary: 'List releases, newest first: version, outcome, duration, reason',
    load: async () => (await import('./history.ts')).history(openAws),
  },
  {
    name: 'dora',
    summary: 'Show deployment frequency, lead time, failure rate and time to restore',
    load: async () => (await import('./dora.ts')).dora(openAws),
  },
  {
    name: 'push',
    summary: 'Push an image to a twin, with a behaviour; against AWS, say how to push',
    load: async () => (await import('./push.ts')).push(openAws),
  },
  {
    name: 'release',
    summary: 'Start a release of a version, a digest, or a commit to build from',
    load: async () => (await import('./release.ts')).release(openAws),
  },
  {
    name: 'approve',
    summary: 'Open a gate that waits for an approval',
    load: async () => (await import('./approve.ts')).approve(openAws),
  },
  {
    name: 'reject',
    summary: 'Refuse an approval: the release ends, and what was deployed is taken back',
    load: async () => (await import('./reject.ts')).reject(openAws),
  },
  {
    name: 'pause',
    summary: 'Hold a release where it is; a breach still rolls it back',
    load: async () => (await import('./pause.ts')).pause(openAws),
  },
  {
    name: 'resume',
    summary: 'Let a held release go on',
    load: async () => (await import('./resume.ts')).resume(openAws),
  },
  {
    name: 'abort',
    summary: 'End a release, and give the version before all traffic again',
    load: async () => (await import('./abort.ts')).abort(openAws),
  },
  {
    name: 'promote',
    summary: 'Skip the rest of the current bake, as soon as the judge finds nothing against it',
    load: async () => (await import('./promote.ts')).promote(openAws),
  },
  {
    name: 'rollback',
    summary: 'Give the version before all traffic again, also after the release has ended',
    load: async () => (await import('./rollback.ts')).rollback(openAws),
  },
  {
    name: 'freeze',
    summary: 'Let no release enter an environment until it is unfrozen; going back still works',
    load: async () => (await import('./freeze.ts')).freeze(openAws),
  },
  {
    name: 'unfreeze',
    summary: 'Lift a freeze: what waited for that goes on',
    load: async () => (await import('./unfreeze.ts')).unfreeze(openAws),
  },
  {
    name: 'completion',
    summary: 'Print a completion script for bash or zsh',
    load: async () => (await import('./completion.ts')).completionOf(commandEntries),
  },
];
