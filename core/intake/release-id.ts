/** The id of a release: readable, and the same each time the same execution asks. */
import { sha256 } from '../plan/sha256.ts';

/** With an environment's name behind it, it must still fit into the 80 characters of an execution's name. */
const versionLengthMax = 24;
const suffixLength = 6;

export function releaseIdOf(options: {
  readonly service: string;
  readonly version: string;
  readonly executionArn: string;
}): string {
  const version = options.version
    .replace(/[^A-Za-z0-9.-]/g, '-')
    .replaceAll('.', '-')
    .slice(0, versionLengthMax);
  const suffix = sha256(options.executionArn).slice(0, suffixLength);
  return `${options.service}-${version}-${suffix}`;
}
