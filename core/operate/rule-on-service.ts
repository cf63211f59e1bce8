/** Rolling back a service after its release has ended: the version before is released again, by its digest. */
import type { Lane } from '../lane/lane.ts';
import { type Refusal, type ReleaseAgain, refuse } from './ruling.ts';

export interface ServedVersion {
  readonly releaseId: string;
  readonly digest: string;
  readonly version: string;
}

export interface ServiceScene {
  readonly service: string;
  readonly environment: string;
  /** What the operator saw serving, and wants gone. */
  readonly digest: string;
  readonly stable: ServedVersion | null;
  /** Promoted before, newest first; `quarantined` since. */
  readonly history: readonly (ServedVersion & { readonly quarantined: boolean })[];
  readonly lane: Lane;
}

export function ruleOnService(scene: ServiceScene): Refusal | ReleaseAgain {
  const { service, environment, digest, stable, history, lane } = scene;
  const where = `${service} in ${environment}`;
  if (stable === null) return refuse(`nothing was ever promoted for ${where}`, { status: 404 });
  if (stable.digest !== digest) {
    return refuse(
      `${where} changed since you looked: it serves ${stable.version} (${stable.digest}) now; look again, then decide again`,
      { code: 'E401' },
    );
  }
  if (lane.moving !== null) {
    return refuse(`${lane.moving.releaseId} moves now; abort it, or wait for its end`);
  }
  const target = history.find((version) => !version.quarantined && version.digest !== digest);
  if (target === undefined) return refuse(`there is no good version of ${where} to go back to`);
  return {
    kind: 'release-again',
    digest: target.digest,
    rollbackOf: stable.releaseId,
    message: `${target.version} is released again in place of ${stable.version}`,
  };
}
