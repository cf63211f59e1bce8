// The errors of the ELBv2 API that more than one operation throws.
import { AwsError } from '../../host/aws-error.ts';

export const invalid = (message: string): AwsError => new AwsError('ValidationError', message);

export const inUse = (message: string): AwsError => new AwsError('ResourceInUseException', message);

/** Looks up what the caller named, or says what there is none of. */
export function find<T>(
  known: ReadonlyMap<string, T>,
  arn: string | undefined,
  kind: 'LoadBalancer' | 'Listener' | 'TargetGroup',
): T {
  const found = known.get(arn ?? '');
  if (found === undefined) throw notFound(kind);
  return found;
}

export const notFound = (kind: keyof typeof PLURALS): AwsError =>
  new AwsError(`${kind}NotFoundException`, `One or more ${PLURALS[kind]} not found`);

const PLURALS = {
  LoadBalancer: 'load balancers',
  Listener: 'listeners',
  Rule: 'rules',
  TargetGroup: 'target groups',
} as const;
