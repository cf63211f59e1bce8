// ValidateStateMachineDefinition.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import { diagnose } from '../validation/diagnose.ts';

/** The most diagnostics that AWS answers with. */
const DIAGNOSTICS_MAX = 100;

export const validationOperations: Operations<typeof sdk> = {
  ValidateStateMachineDefinition({ definition, type, severity, maxResults }) {
    const all = diagnose(definition ?? '', type ?? 'STANDARD');
    const wanted = all.filter((each) => severity === 'WARNING' || each.severity === 'ERROR');
    const limit = maxResults || DIAGNOSTICS_MAX;
    return {
      result: all.some((each) => each.severity === 'ERROR') ? 'FAIL' : 'OK',
      diagnostics: wanted.slice(0, limit).map((each) => ({ ...each })),
      truncated: wanted.length > limit,
    };
  },
};
