// What the interpreter works with: compiled machines and states, the frame of a running state, and what it asks of the world.
import type { Clock } from '../../../kernel/clock.ts';
import type { Chain, History } from '../history/history.ts';
import type { Json, JsonObject, Payload } from '../json.ts';
import type { Evaluator } from '../jsonata/evaluator.ts';
import type { Scope } from './scope.ts';

export const STATE_TYPES = [
  'Task',
  'Wait',
  'Pass',
  'Succeed',
  'Fail',
  'Choice',
  'Parallel',
  'Map',
] as const;

export type StateType = (typeof STATE_TYPES)[number];

/** States with their start: a whole machine, a branch, or the processor of a Map. */
export interface Graph {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

export interface Machine extends Graph {
  readonly timeoutSeconds: number | undefined;
}

export interface State {
  readonly name: string;
  readonly type: StateType;
  /** With its retries and catches. */
  readonly run: (frame: Frame) => Promise<Transition>;
}

export interface Transition {
  readonly output: Payload;
  /** Undefined after a terminal state. */
  readonly next: string | undefined;
  readonly assigned?: ReadonlyMap<string, Payload> | undefined;
}

export type Variables = ReadonlyMap<string, Payload>;

/** A line of control: the top level, a branch or an iteration. Variables set inside stay inside. */
export interface Thread extends Chain {
  readonly scope: Scope;
  variables: Variables;
  readonly item: MapItem | undefined;
  /** The state that is being run, for the events that tell that it was aborted. */
  current: State | undefined;
  /** The state that was entered last, and with what. */
  position: Position | undefined;
  /** The threads that the current state has started. */
  children: readonly Thread[];
}

export interface Position {
  readonly stateName: string;
  readonly input: Payload;
  readonly variables: Variables;
}

export interface MapItem {
  readonly index: number;
  readonly value: Json;
  readonly key?: string;
}

/** One run of one state. */
export interface Frame {
  readonly state: Pick<State, 'name' | 'type'>;
  readonly input: Payload;
  readonly thread: Thread;
  readonly execution: Execution;
  readonly enteredTime: string;
  readonly enteredEventId: number;
  /** The event before the state was entered: mistakes found on entering point back at it. */
  readonly eventIdBefore: number;
  retryCount: number;
  taskToken?: string | undefined;
  /** Replaces the thread's item while an item is being selected. */
  readonly item?: MapItem | undefined;
  /** Stands in for the work of a Map or a Parallel, for TestState. */
  readonly mock?: Mock | undefined;
  /** Told what each stage of the data flow gave, for TestState. */
  readonly inspect?: ((stage: string, value: Payload | number) => void) | undefined;
}

export interface Mock {
  /** Throws the error that was mocked instead of a result. */
  result(): Payload;
  /** What an ItemReader is said to have read. */
  readonly items: readonly Json[];
  readonly failedIterations: number;
}

export interface Execution {
  readonly identity: Identity;
  readonly input: Payload;
  readonly history: History;
  readonly world: World;
  /** Distributed maps start executions of their own; these have a parent. */
  readonly mapRun: MapRunRef | undefined;
  /** What a fault adds to the time of each state transition. */
  readonly transitionMs: number;
}

export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly roleArn: string | null;
  readonly startTime: string;
  readonly stateMachineId: string;
  readonly stateMachineName: string;
  readonly redriveCount?: number;
  /** TestState may replace the whole context object. */
  readonly context?: JsonObject;
}

interface MapRunRef {
  readonly mapRunArn: string;
}

/** Everything outside the interpreter. */
export interface World {
  readonly clock: Clock;
  readonly evaluator: Evaluator;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly tasks: TaskRunner;
  readonly mapRuns: MapRuns;
  readonly storage: Storage;
}

type TaskKind = 'service' | 'lambda' | 'activity';

export interface Resource {
  readonly arn: string;
  readonly kind: TaskKind;
  /** `lambda`, `aws-sdk:dynamodb`, ... for service integrations. */
  readonly service: string;
  /** `invoke.waitForTaskToken`, `putItem`, ... */
  readonly action: string;
}

export interface TaskCall {
  readonly resource: Resource;
  readonly stateName: string;
  readonly arguments: Payload;
  readonly taskToken: string | undefined;
  readonly roleArn: string | null;
  readonly heartbeatSeconds: number | undefined;
  readonly timeoutSeconds: number | undefined;
  readonly execution: Execution;
  readonly scope: Scope;
  /** An activity worker took the task. */
  started(workerName: string | undefined): void;
  /** The request of a `.sync` or `.waitForTaskToken` task was accepted. */
  submitted(output: Payload): void;
  /** The task is alive: its heartbeat time starts again. */
  heartbeat(): void;
}

/** Performs tasks. It rejects with StateError when the task fails; time-outs are the interpreter's business. */
export interface TaskRunner {
  run(call: TaskCall): Promise<Payload>;
  /** Refuses a task before it is scheduled: an activity that does not exist. */
  check?(resource: Resource): void;
  /** The token of a task that waits for one. */
  token(): string;
  region: string;
}

export interface MapRuns {
  start(options: MapRunOptions): MapRun;
}

/** S3, as it serves an execution. It rejects with StateError, by the name of what reads or writes. */
export interface Storage {
  read(execution: Execution, place: Place): Promise<Uint8Array>;
  /** Objects as the items of a map tell of them. */
  list(
    execution: Execution,
    place: { readonly bucket: string; readonly prefix: string | undefined },
  ): Promise<readonly JsonObject[]>;
  write(execution: Execution, place: Place, text: string): Promise<void>;
}

export interface Place {
  readonly bucket: string;
  readonly key: string;
}

interface MapRunOptions {
  readonly execution: Execution;
  readonly stateName: string;
  readonly label: string | undefined;
  readonly maxConcurrency: number;
  readonly toleratedFailureCount: number;
  readonly toleratedFailurePercentage: number;
}

export interface MapRun extends MapRunRef {
  /** Runs one child execution of the map's processor. Its failure is an outcome, not an exception. */
  runChild(child: MapChild): Promise<ChildResult>;
  itemsCounted(total: number): void;
  /** All results are where ResultWriter puts them. */
  resultsWritten(): void;
  finish(status: 'SUCCEEDED' | 'FAILED' | 'ABORTED'): void;
}

export interface ChildResult {
  readonly outcome: Outcome;
  /** The child execution, as ResultWriter tells of it. */
  describe(): JsonObject;
}

interface MapChild {
  readonly machine: Machine;
  readonly input: Payload;
  readonly variables: Variables;
  readonly scope: Scope;
  readonly express: boolean;
  readonly itemCount: number;
}

export type Outcome =
  | { readonly status: 'SUCCEEDED'; readonly output: Payload }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
      readonly error: string | undefined;
      readonly reason: string | undefined;
    };
