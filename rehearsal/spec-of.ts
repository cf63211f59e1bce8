// What Spillway's registry says of a service, read as its functions read it.
import type { GetParameterResult } from '@aws-sdk/client-ssm';
import { specParameterName } from '../core/contract/site.ts';
import { ociArchitecture } from '../core/intake/oci-architecture.ts';
import type { Spec } from '../core/spec/spec.ts';
import type { World } from './world.ts';

export async function specOf({ twin, region }: World, service: string): Promise<Spec> {
  const input = { Name: specParameterName('/spillway', service) };
  const call = { service: 'ssm', operation: 'GetParameter', input, region } as const;
  const { Parameter } = (await twin.call(call)) as GetParameterResult;
  return JSON.parse(Parameter?.Value ?? '{}') as Spec;
}

/** What an image must be for to run as tasks of the service. */
export const architecturesFor = ({ architecture }: Spec): readonly [string] => [
  ociArchitecture[architecture],
];
