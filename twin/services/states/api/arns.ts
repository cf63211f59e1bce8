// What the ARNs of Step Functions look like, and which operations take which.
import { invalidArn, invalidResourceType } from './problems.ts';

const PREFIX = /^arn:aws[\w-]*:states:[\w-]+:\d{12}:/;

export interface MachineReference {
  /** The machine's own ARN, without version or alias. */
  readonly machineArn: string;
  /** A version's number or an alias's name. */
  readonly qualifier: string | undefined;
}

/** Throws InvalidArn for what is no ARN of this service. */
export function checkArn(arn: string | undefined): string {
  if (arn !== undefined && PREFIX.test(arn)) return arn;
  throw invalidArn(arn ?? '');
}

export function parseMachineArn(arn: string | undefined): MachineReference {
  const parts = checkArn(arn).split(':');
  if (parts[5] !== 'stateMachine') throw invalidResourceType(arn ?? '');
  return { machineArn: parts.slice(0, 7).join(':'), qualifier: parts[7] };
}

export const isVersion = (qualifier: string | undefined): boolean =>
  qualifier !== undefined && /^\d+$/.test(qualifier);

/** Express executions cannot be looked at. */
export function checkExecutionArn(arn: string | undefined): string {
  const checked = checkArn(arn);
  if (checked.split(':')[5] === 'execution') return checked;
  throw invalidResourceType(checked);
}
