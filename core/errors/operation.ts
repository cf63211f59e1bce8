/** E401 to E502: what an operator asked for came too late, or could not be looked up. */
import type { ErrorEntries } from './entry.ts';

export const operationErrors = {
  E401: {
    severity: 'error',
    title: 'The release moved on',
    why: 'A decision holds for what was on the screen when it was taken: this digest, this phase, this plan.',
    example: 'release r-92 changed since you looked (now at 25 %)',
    fix: 'Look again, then decide again.',
  },
  E402: {
    severity: 'error',
    title: 'The release is over',
    why: 'Nothing can be done to a release that has ended; its record never changes.',
    example: 'r-92 already rolled back at 14:07:31Z (alarm api-5xx)',
    fix: 'Nothing. To change what serves now, start a new release.',
  },
  E501: {
    severity: 'error',
    title: 'Could not be checked',
    why: 'AWS did not answer. Unknown is not the same as well, so the release was not started.',
    example: 'could not check alarm state (ThrottlingException, 5 tries)',
    fix: 'Run it again; that is safe.',
  },
  E502: {
    severity: 'error',
    title: 'A permission is missing',
    why: 'The roles of Spillway may do what its constructs granted, and nothing else. A step that is denied is not tried again: the release goes back.',
    example:
      'User: arn:aws:sts::123456789012:assumed-role/spillway-prepare/x is not authorized to perform: ecs:RegisterTaskDefinition',
    fix: 'Deploy the stack again. If the right is missing then too, something outside denies it: a permissions boundary, or a policy of the organisation.',
  },
} as const satisfies ErrorEntries;
