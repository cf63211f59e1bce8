// Refuses definitions that AWS refuses, in its words.
import type { StateMachineType } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import type { Pump } from '../../../kernel/pump.ts';
import { type Diagnostic, diagnoseFully } from '../validation/diagnose.ts';

export async function checkDefinition(
  pump: Pump,
  definition: string | undefined,
  type: StateMachineType,
): Promise<void> {
  const problems = await diagnoseFully(pump, definition ?? '', type);
  const errors = problems.filter(({ severity }) => severity === 'ERROR');
  if (errors.length > 0) throw invalidDefinition(errors);
}

export const invalidDefinition = (errors: readonly Diagnostic[]): AwsError =>
  new AwsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${errors.map(describe).join(', ')}'`,
  );

const describe = ({ code, message, location }: Diagnostic): string =>
  `${code}: ${message} at ${location ?? 'null'}`;
