// How far an execution has come: its machine's text, which states it has entered, which one it is in, and whom it started.
import {
  DescribeExecutionCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { clientSettings } from './client-settings.ts';

export interface Trail {
  readonly executionArn: string;
  readonly machineName: string;
  readonly status: string;
  readonly definition: string;
  /** How often each state was entered. */
  readonly visits: Readonly<Record<string, number>>;
  /** The state that was entered last and has not been left; null when none is open. */
  readonly current: string | null;
  /** Executions that it started and waits, or waited, for; oldest first. */
  readonly children: readonly string[];
}

export interface Trails {
  read(executionArn: string): Promise<Trail>;
}

/** An execution has 25,000 events at most; its last two thousand say where it is. */
const PAGES_MAX = 2;
const PAGE_SIZE = 1000;

export function openTrails(): Trails {
  const client = new SFNClient(clientSettings());
  return {
    async read(executionArn) {
      const [execution, machine, events] = await Promise.all([
        client.send(new DescribeExecutionCommand({ executionArn })),
        client.send(new DescribeStateMachineForExecutionCommand({ executionArn })),
        readHistory(client, executionArn),
      ]);
      return {
        executionArn,
        machineName: machine.name ?? '',
        status: execution.status ?? '',
        definition: machine.definition ?? '{}',
        ...walk(events),
        children: events.flatMap(childOf),
      };
    },
  };
}

/** Oldest first. */
async function readHistory(client: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const found: HistoryEvent[] = [];
  let nextToken: string | undefined;
  for (let pages = 0; pages < PAGES_MAX; pages += 1) {
    const page = await client.send(
      new GetExecutionHistoryCommand({
        executionArn,
        maxResults: PAGE_SIZE,
        reverseOrder: true,
        nextToken,
      }),
    );
    found.push(...(page.events ?? []));
    nextToken = page.nextToken;
    if (nextToken === undefined) break;
  }
  return found.reverse();
}

function walk(events: readonly HistoryEvent[]): Pick<Trail, 'visits' | 'current'> {
  const visits = new Map<string, number>();
  const open: string[] = [];
  for (const { stateEnteredEventDetails, stateExitedEventDetails } of events) {
    const entered = stateEnteredEventDetails?.name;
    const exited = stateExitedEventDetails?.name;
    if (entered !== undefined) {
      visits.set(entered, (visits.get(entered) ?? 0) + 1);
      open.push(entered);
    }
    if (exited !== undefined && open.includes(exited)) open.splice(open.lastIndexOf(exited), 1);
  }
  return { visits: Object.fromEntries(visits), current: open.at(-1) ?? null };
}

/** A nested execution's ARN is in what its start answered. */
function childOf({ taskSubmittedEventDetails: details }: HistoryEvent): readonly string[] {
  if (details?.resourceType !== 'states' || details.output === undefined) return [];
  const arn = JSON.parse(details.output).ExecutionArn;
  return typeof arn === 'string' ? [arn] : [];
}
