// ValidateStateMachineDefinition.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import { diagnoseFully } from '../validation/diagnose.ts';

/** The most diagnostics that AWS answers with. */
const DIAGNOSTICS_MAX = 100;

export const validationOperations = ({ pump }: ServiceHost): Operations<typeof sdk> => ({
  async ValidateStateMachineDefinition({ definition, type, severity, maxResults }) {
    const all = await diagnoseFully(pump, definition ?? '', type ?? 'STANDARD');
    const wanted = all.filter((each) => severity === 'WARNING' || each.severity === 'ERROR');
    const limit = maxResults || DIAGNOSTICS_MAX;
    return {
      result: all.some((each) => each.severity === 'ERROR') ? 'FAIL' : 'OK',
      diagnostics: wanted.slice(0, limit).map((each) => ({ ...each })),
      truncated: wanted.length > limit,
    };
  },
});
