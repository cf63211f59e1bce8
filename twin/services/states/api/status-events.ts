// `Step Functions Execution Status Change`: what the default bus is told of an execution.
import type { ServiceHost } from '../../../host/service.ts';
import type { ExecutionRecord } from './store.ts';

/** Standard executions tell the default bus of each change of their status. */
export function announce(host: ServiceHost, record: ExecutionRecord, express: boolean): void {
  host.trace.add('execution', { arn: record.arn, status: record.status });
  if (express || record.mapRunArn !== undefined) return;
  host.peer('events').emit({
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [record.arn],
    delivery: 'bestEffort',
    detail: {
      executionArn: record.arn,
      stateMachineArn: record.machine.arn,
      stateMachineVersionArn: record.versionArn ?? null,
      stateMachineAliasArn: record.aliasArn ?? null,
      name: record.name,
      status: record.status,
      startDate: record.started.getTime(),
      stopDate: record.stopped?.getTime() ?? null,
      input: record.input,
      output: record.output ?? null,
      inputDetails: { included: true },
      outputDetails: record.output === undefined ? null : { included: true },
      error: record.error ?? null,
      cause: record.cause ?? null,
      redriveCount: record.redriveCount,
      redriveDate: record.redriven?.getTime() ?? null,
      redriveStatus: 'NOT_REDRIVABLE',
      redriveStatusReason: null,
    },
  });
}
