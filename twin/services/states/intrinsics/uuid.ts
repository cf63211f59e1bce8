// States.UUID: a version 4 UUID.
import type { Intrinsic } from './intrinsic.ts';

export const uuid: Intrinsic = { fewest: 0, most: 0, apply: (_, tools) => tools.uuid() };
