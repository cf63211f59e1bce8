// The plan that a release was admitted with: written once, read by every step, never changed.
import { errorNames } from '../core/contract/error-names.ts';
import { tableKeys } from '../core/contract/table-keys.ts';
import type { Plan, PlannedEnvironment } from '../core/plan/plan.ts';
import { Failure } from './failure.ts';
import type { Table } from './table.ts';

export interface Plans {
  write(releaseId: string, plan: Plan): Promise<void>;
  read(releaseId: string): Promise<Plan>;
}

export function openPlans(table: Table): Plans {
  return {
    async write(releaseId, plan) {
      const item = { document: JSON.stringify(plan) };
      await table.put({ key: tableKeys.plan(releaseId), item, onlyIf: { kind: 'absent' } });
    },
    async read(releaseId) {
      const item = await table.get(tableKeys.plan(releaseId));
      if (item === undefined) {
        throw new Failure(errorNames.notFound, `the release ${releaseId} has no plan`);
      }
      return JSON.parse(String(item['document'])) as Plan;
    },
  };
}

export function plannedEnvironment(plan: Plan, name: string): PlannedEnvironment {
  const found = plan.environments.find((environment) => environment.name === name);
  if (found === undefined) {
    throw new Failure(
      errorNames.notFound,
      `the plan of ${plan.service} has no environment ${name}`,
    );
  }
  return found;
}
