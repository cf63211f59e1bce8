// Everything that Spillway leaves behind for others to read: histories with their data, records, logs, notices.
import type {
  DescribeLogGroupsCommandOutput,
  FilterLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type {
  GetExecutionHistoryCommandOutput,
  ListExecutionsCommandOutput,
  ListStateMachinesCommandOutput,
} from '@aws-sdk/client-sfn';
import type { RehearsalReport } from '../../../rehearsal/report.ts';
import type { World } from '../../../rehearsal/world.ts';
import type { ServiceId } from '../../../twin/host/call-context.ts';

export async function writtenDown(
  world: World,
  { notices }: RehearsalReport,
): Promise<readonly string[]> {
  const parts = [await histories(world), await records(world), await logs(world)];
  return [...parts.flat(), ...notices.map((notice) => JSON.stringify(notice))];
}

async function histories(world: World): Promise<readonly string[]> {
  const { stateMachines = [] } = await ask<ListStateMachinesCommandOutput>(
    world,
    'states',
    'ListStateMachines',
  );
  const texts: string[] = [];
  for (const { stateMachineArn } of stateMachines) {
    const { executions = [] } = await ask<ListExecutionsCommandOutput>(
      world,
      'states',
      'ListExecutions',
      { stateMachineArn },
    );
    for (const { executionArn } of executions) {
      texts.push(...(await historyOf(world, executionArn ?? '')));
    }
  }
  return texts;
}

async function historyOf(world: World, executionArn: string): Promise<readonly string[]> {
  const texts: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: GetExecutionHistoryCommandOutput = await ask(
      world,
      'states',
      'GetExecutionHistory',
      { executionArn, includeExecutionData: true, maxResults: 1000, nextToken },
    );
    texts.push(...(page.events ?? []).map((event) => JSON.stringify(event)));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return texts;
}

async function records(world: World): Promise<readonly string[]> {
  const { Items = [] } = await ask<ScanCommandOutput>(world, 'dynamodb', 'Scan', {
    TableName: world.tableName,
  });
  return Items.map((item) => JSON.stringify(item));
}

async function logs(world: World): Promise<readonly string[]> {
  const { logGroups = [] } = await ask<DescribeLogGroupsCommandOutput>(
    world,
    'logs',
    'DescribeLogGroups',
  );
  const pages = logGroups.map(({ logGroupName }) =>
    ask<FilterLogEventsCommandOutput>(world, 'logs', 'FilterLogEvents', { logGroupName }),
  );
  return (await Promise.all(pages)).flatMap(({ events = [] }) =>
    events.map(({ message = '' }) => message),
  );
}

const ask = async <Answer>(
  { twin, region }: World,
  service: ServiceId,
  operation: string,
  input: object = {},
): Promise<Answer> => (await twin.call({ service, operation, input, region })) as Answer;
