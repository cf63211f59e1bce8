// Target tracking as it is documented: out after three minutes above the target, in after fifteen well below it.

export interface Tracked {
  /** One value a minute, the latest last; minutes without data are missing. */
  readonly values: readonly number[];
  readonly targetValue: number;
  readonly disableScaleIn: boolean;
}

const OUT_MINUTES = 3;
const IN_MINUTES = 15;
/** Scaling in begins below this part of the target, so that it does not swing. */
const IN_RATIO = 0.9;

/** How many tasks the policy wants, of the `current` that there are. */
export function wantedBy(
  { values, targetValue, disableScaleIn }: Tracked,
  current: number,
): number {
  const latest = values.at(-1);
  if (latest === undefined) return current;
  const proportional = Math.ceil((current * latest) / targetValue);
  if (lasts(values, OUT_MINUTES, (value) => value > targetValue))
    return Math.max(current, proportional);
  const isLow = lasts(values, IN_MINUTES, (value) => value < targetValue * IN_RATIO);
  return isLow && !disableScaleIn ? Math.min(current, proportional) : current;
}

/** Any policy can scale out; all of them must agree before it goes in. */
export const wantedByAll = (policies: readonly Tracked[], current: number): number =>
  policies.length === 0
    ? current
    : Math.max(...policies.map((policy) => wantedBy(policy, current)));

const lasts = (
  values: readonly number[],
  minutes: number,
  holds: (value: number) => boolean,
): boolean => values.length >= minutes && values.slice(-minutes).every(holds);
