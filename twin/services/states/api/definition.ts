// Refuses definitions that AWS refuses, in its words.
import type { StateMachineType } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import { type Diagnostic, diagnose } from '../validation/diagnose.ts';

export function checkDefinition(definition: string | undefined, type: StateMachineType): void {
  const errors = diagnose(definition ?? '', type).filter(({ severity }) => severity === 'ERROR');
  if (errors.length > 0) throw invalidDefinition(errors);
}

export const invalidDefinition = (errors: readonly Diagnostic[]): AwsError =>
  new AwsError(
    'InvalidDefinition',
    `Invalid State Machine Definition: '${errors.map(describe).join(', ')}'`,
  );

const describe = ({ code, message, location }: Diagnostic): string =>
  `${code}: ${message} at ${location ?? 'null'}`;
