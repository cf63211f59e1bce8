// What may have to be undone: a canary at 25 % in breach, with the version before warm, unless told otherwise.
import type { Situation, Version } from '../../../core/rollback/situation.ts';
import { digest } from '../builders.ts';

export function aVersion(letter: string, options: Partial<Version> = {}): Version {
  return {
    digest: digest(letter),
    quarantined: false,
    fleetHealthy: true,
    deployable: true,
    ...options,
  };
}

export function aSituation(options: Partial<Situation> = {}): Situation {
  return {
    status: 'BAKING',
    engine: 'codedeploy-overlay',
    candidateDigest: digest('c'),
    candidateStarted: true,
    weightPercent: 25,
    bakedSeconds: 300,
    cause: { kind: 'breach', reason: 'error-rate 7.3 % is above 5 %' },
    policy: { kind: 'immediate' },
    held: false,
    overdue: false,
    stable: aVersion('b'),
    older: [aVersion('a', { fleetHealthy: false })],
    ...options,
  };
}
