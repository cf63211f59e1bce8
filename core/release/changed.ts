/** The effect of an event: a new state, new common fields, both, neither; or a text that says why it does not fit. */
import type { ReleaseCommon, ReleaseRecord, ReleaseState } from './record.ts';

export type Changed =
  | { readonly state?: ReleaseState; readonly common?: Partial<ReleaseCommon> }
  | string;

/** The environment where the release is now; undefined before the first and after the end. */
export function currentEnvironment(record: ReleaseRecord): string | undefined {
  switch (record.status) {
    case 'GATED':
    case 'PREPARING':
    case 'CHECKING':
    case 'CANARY':
    case 'BAKING':
    case 'PROMOTING':
    case 'GUARDING':
    case 'ROLLING_BACK':
      return record.environment;
    default:
      return undefined;
  }
}

/** The share of the candidate that was last read back here. */
export function currentWeight(record: ReleaseRecord, environment: string): number {
  return record.weights[environment] ?? 0;
}

export function withWeight(
  record: ReleaseRecord,
  environment: string,
  weightPercent: number,
): Partial<ReleaseCommon> {
  return { weights: { ...record.weights, [environment]: weightPercent } };
}
