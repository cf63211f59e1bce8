// Where an installed Spillway is, as its stack wrote it down: all that a command line or a page has to know is the prefix.
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { errorNames } from '../core/contract/error-names.ts';
import { clientSettings } from './client-settings.ts';
import { Failure } from './failure.ts';

export interface Addresses {
  readonly tableName: string;
  /** Where operators' decisions go. */
  readonly operateUrl: string;
  /** What starts a release by hand. */
  readonly releaseMachineArn: string;
}

export async function readAddresses(registryPrefix: string): Promise<Addresses> {
  const client = new SSMClient(clientSettings());
  const names = {
    tableName: `${registryPrefix}/table`,
    operateUrl: `${registryPrefix}/operate-url`,
    releaseMachineArn: `${registryPrefix}/release-machine`,
  };
  const { Parameters = [] } = await client.send(
    new GetParametersCommand({ Names: Object.values(names) }),
  );
  const value = (name: string): string => {
    const found = Parameters.find((each) => each.Name === name)?.Value;
    if (found !== undefined) return found;
    throw new Failure(
      errorNames.notFound,
      `no Spillway is installed here: there is no parameter ${name}`,
    );
  };
  return {
    tableName: value(names.tableName),
    operateUrl: value(names.operateUrl),
    releaseMachineArn: value(names.releaseMachineArn),
  };
}
