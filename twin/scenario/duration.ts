// Durations as people write them in a scenario: `90s`, `5m`, `1h30m`.
import * as z from 'zod';

const PATTERN = /^(?=\d)(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?$/;
const UNIT_MS = [86_400_000, 3_600_000, 60_000, 1000] as const;

/** Text in, milliseconds out. */
export const duration = () =>
  z
    .string()
    .regex(PATTERN, 'a duration such as 90s, 5m or 1h30m')
    .transform((text) => {
      const parts = PATTERN.exec(text)?.slice(1) ?? [];
      return UNIT_MS.reduce((sum, unit, index) => sum + unit * Number(parts[index] ?? 0), 0);
    });
