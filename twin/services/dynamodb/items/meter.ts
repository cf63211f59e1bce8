// Notes in the trace what requests consumed, so that a rehearsal can be priced.
import type { ServiceHost } from '../../../host/service.ts';
import { type Consumption, totalUnits } from './capacity.ts';

export type Meter = (kind: 'read' | 'write', parts: readonly Consumption[]) => void;

export const createMeter =
  (host: ServiceHost): Meter =>
  (kind, parts) => {
    for (const part of parts) {
      host.trace.add('capacity', { table: part.tableName, kind, units: totalUnits(part) });
    }
  };
