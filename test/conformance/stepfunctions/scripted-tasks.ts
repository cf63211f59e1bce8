// A task runner that plays back what AWS's tasks did, so that no service is needed.
import type { TaskCall, TaskRunner } from '../../../twin/services/states/engine/model.ts';
import { runtimeError, StateError } from '../../../twin/services/states/errors/state-error.ts';
import {
  isArray,
  isObject,
  type Json,
  type Payload,
  payloadFrom,
  payloadOf,
} from '../../../twin/services/states/json.ts';
import type { ExecutionCase, ScriptedEvent } from './corpus.ts';

export function scriptedTasks(testCase: ExecutionCase): TaskRunner {
  const queues = new Map(
    Object.entries(testCase.taskScript).map(([state, events]) => [state, [...events]]),
  );
  return {
    region: 'us-east-1',
    token: () => 'token',
    check(resource) {
      if (resource.kind !== 'activity' || queues.size > 0) return;
      // Recorded after the activity had been deleted.
      throw runtimeError(`The activity ${resource.arn} does not exist.`);
    },
    run: (call) => play(call, queues.get(call.stateName) ?? queues.get('?') ?? [], testCase),
  };
}

async function play(
  call: TaskCall,
  events: ScriptedEvent[],
  testCase: ExecutionCase,
): Promise<Payload> {
  if (call.resource.kind === 'activity') call.started(workerName(testCase));
  for (;;) {
    const event = events.shift();
    if (event === undefined) return unrecorded(call, testCase);
    if (event.event === 'TaskSubmitted') call.submitted(payloadOf(event.output ?? null));
    else if (event.event.endsWith('Succeeded')) return outputOf(event, testCase);
    else if (event.event.endsWith('TimedOut')) return new Promise(() => {});
    else throw new StateError(event.error, causeText(event.cause, call.resource.kind));
  }
}

/** Tasks of express executions and of a map's children left no history: one kind failed, the other echoed. */
function unrecorded(call: TaskCall, testCase: ExecutionCase): Payload {
  if (testCase.type === 'STANDARD') return call.arguments;
  throw new StateError('Exception', causeText(PYTHON_EXCEPTION, call.resource.kind));
}

const PYTHON_EXCEPTION = {
  errorMessage: 'Some exception was raised.',
  errorType: 'Exception',
  requestId: '1f0e',
  stackTrace: [
    '  File "/var/task/handler.py", line 2, in handler\n    raise Exception("Some exception was raised.")\n',
  ],
};

const workerName = ({ history }: ExecutionCase): string | undefined => {
  const started = history?.find((event) => event['type'] === 'ActivityStarted');
  const details = started?.['activityStartedEventDetails'];
  return isObject(details) && typeof details['workerName'] === 'string'
    ? details['workerName']
    : undefined;
};

/** The text of a scalar is in the history; the script has only its value. */
function outputOf(event: ScriptedEvent, { history }: ExecutionCase): Payload {
  const recorded = history?.find((entry) => entry['type'] === event.event);
  const details = isObject(recorded) ? Object.values(recorded).find(isObject) : undefined;
  const text = details?.['output'];
  const value = event.output ?? null;
  if (typeof text === 'string' && !isObject(value) && !isArray(value)) return payloadFrom(text);
  return payloadOf(value);
}

/** A direct Lambda task hands on the function's own text, which Python wrote with spaces. */
function causeText(cause: Json | undefined, kind: string): string | undefined {
  if (cause === undefined || cause === null || typeof cause === 'string') return cause ?? undefined;
  return kind === 'lambda' ? pythonJson(cause) : JSON.stringify(cause);
}

export function pythonJson(value: Json): string {
  if (isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}: ${pythonJson(item)}`,
  );
  return `{${members.join(', ')}}`;
}

/** The objects in S3 were not recorded: these are put together again from what came out of them. */
const OBJECTS: readonly (readonly [RegExp, string])[] = [
  [/typed_headers/, "0,True,{}\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n"],
  [/first_row_extra_fields/, 'H1,\nValue4,Value5,Value6\n,,,\ntrue,1,x\nNull,None,\n   \n'],
  [/csv_max_items/, 'Col1,Col2\nValue1,Value2\nValue3,Value4\nValue5,Value6\nValue7,Value8\n'],
  [
    /csv_headers_first_line/,
    "Col1,Col2,Col3\nValue1,Value2,Value3\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n",
  ],
  [
    /csv/,
    "Value1,Value2,Value3\nValue4,Value5,Value6\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n",
  ],
  [/with_items_path/, '[["from-bucket-item-0"]]'],
  [
    /batch|BATCH/,
    JSON.stringify([
      { verdict: 'true', statement_date: '6/11/2008', statement_source: 'speech' },
      { verdict: 'false', statement_date: '6/7/2022', statement_source: 'television' },
      { verdict: 'mostly-true', statement_date: '5/18/2016', statement_source: 'news' },
      { verdict: 'false', statement_date: '5/18/2024', statement_source: 'x' },
      { verdict: 'false', statement_date: '9/21/2020', statement_source: 'debate' },
    ]),
  ],
];

export const recordedObject = (name: string): string =>
  OBJECTS.find(([pattern]) => pattern.test(name))?.[1] ?? '[]';
