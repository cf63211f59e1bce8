// Where executions are logged: AWS wants exactly one destination, and looks whether it exists.
import type { LoggingConfiguration } from '@aws-sdk/client-sfn';
import { AwsError } from '../../../host/aws-error.ts';
import { serviceCaller } from '../../../host/caller.ts';
import type { ServiceHost } from '../../../host/service.ts';

export async function checkLogging(
  host: ServiceHost,
  configuration: LoggingConfiguration | undefined,
): Promise<void> {
  const { level = 'OFF', destinations = [] } = configuration ?? {};
  if (level === 'OFF' && destinations.length <= 1) return;
  const [destination] = destinations;
  if (destinations.length !== 1 || destination === undefined) {
    throw invalid('Must specify exactly one Log Destination.');
  }
  const arn = destination.cloudWatchLogsLogGroup?.logGroupArn ?? '';
  if (!(await exists(host, arn))) throw invalid('Log Destination not found.');
}

const invalid = (reason: string): AwsError =>
  new AwsError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${reason}`);

/** A twin without CloudWatch Logs takes every destination for granted. */
async function exists(host: ServiceHost, arn: string): Promise<boolean> {
  const group = /:log-group:([^:]+)/.exec(arn)?.[1];
  if (group === undefined) return false;
  try {
    const answer = await host.call({
      service: 'logs',
      operation: 'DescribeLogGroups',
      input: { logGroupNamePrefix: group },
      caller: serviceCaller(host.account, 'states.amazonaws.com'),
    });
    if (!('logGroups' in answer) || !Array.isArray(answer.logGroups)) return true;
    return answer.logGroups.some(({ logGroupName }) => logGroupName === group);
  } catch {
    return true;
  }
}
