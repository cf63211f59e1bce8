// Where faults enter. A campaign, a scenario or an operator of the twin sets rules; each hook asks what befalls it.
import type { Random } from './random.ts';

/** What can befall an API call. `lost` ones fail with a time-out: before the effect, or after it. */
export type CallFault = 'throttle' | 'error' | 'lostBefore' | 'lostAfter';
/** What can befall an event on its way from a service to its bus. A reordered one arrives after the next of its source. */
export type EventFault = 'lost' | 'late' | 'twice' | 'reordered';
/** What can befall a Lambda invocation, or the execution of a state machine. */
export type RunFault = 'killed' | 'slow';
/** What can befall a metric datum. */
export type MetricFault = 'missing' | 'late';

interface Window {
  /** Virtual time from which and until which the rule holds; for ever when absent. */
  readonly fromMs?: number;
  readonly untilMs?: number;
  /** The chance that the fault strikes; 1 when absent. */
  readonly probability?: number;
  /** How often the rule may strike; without bound when absent. */
  readonly times?: number;
  /** Strikes that the rule lets pass before its first. */
  readonly skip?: number;
}

export interface CallFaultRule extends Window {
  readonly hook: 'call';
  readonly fault: CallFault;
  readonly service?: string;
  readonly operation?: string;
  /** A part of the caller's ARN. */
  readonly caller?: string;
}

export interface EventFaultRule extends Window {
  readonly hook: 'event';
  readonly fault: EventFault;
  readonly source?: string;
  readonly detailType?: string;
  readonly delayMs?: number;
}

export interface LambdaFaultRule extends Window {
  readonly hook: 'lambda';
  readonly fault: RunFault;
  /** A part of the function's name. */
  readonly name?: string;
  /** How much later a slow invocation begins. */
  readonly delayMs?: number;
  /** How many requests a killed invocation has sent before; a few when absent. */
  readonly afterRequests?: number;
}

export interface ExecutionFaultRule extends Window {
  readonly hook: 'execution';
  readonly fault: RunFault;
  /** A part of the state machine's name. */
  readonly name?: string;
  /** The history event id at which to kill. */
  readonly atEvent?: number;
  /** How much longer each state transition of a slow execution takes. */
  readonly delayMs?: number;
}

export interface MetricFaultRule extends Window {
  readonly hook: 'metric';
  readonly fault: MetricFault;
  readonly namespace?: string;
  readonly metricName?: string;
  readonly delayMs?: number;
}

export type FaultRule =
  | CallFaultRule
  | EventFaultRule
  | LambdaFaultRule
  | ExecutionFaultRule
  | MetricFaultRule;
export type Hook = FaultRule['hook'];
type RuleOf<H extends Hook> = Extract<FaultRule, { hook: H }>;

export interface Faults {
  add(rule: FaultRule): void;
  clear(): void;
  list(): readonly FaultRule[];
  /** The first rule of this hook that matches the subject, is possible for it and strikes now. */
  strike<H extends Hook>(
    hook: H,
    subject: Readonly<Record<string, unknown>>,
    isPossible?: (rule: RuleOf<H>) => boolean,
  ): RuleOf<H> | undefined;
  /** How often each kind struck, for reports. */
  counts(): Readonly<Record<string, number>>;
}

const WINDOW_KEYS = new Set([
  'hook',
  'fault',
  'fromMs',
  'untilMs',
  'probability',
  'times',
  'skip',
  'delayMs',
  'afterRequests',
]);

export function createFaults(options: { now: () => number; random: Random }): Faults {
  let rules: { rule: FaultRule; seen: number; struck: number }[] = [];
  const counts: Record<string, number> = {};
  const strikes = (entry: (typeof rules)[number]): boolean => {
    const { fromMs = 0, untilMs = Number.POSITIVE_INFINITY, probability = 1 } = entry.rule;
    const now = options.now();
    if (now < fromMs || now >= untilMs) return false;
    if (entry.struck >= (entry.rule.times ?? Number.POSITIVE_INFINITY)) return false;
    entry.seen += 1;
    if (entry.seen <= (entry.rule.skip ?? 0)) return false;
    return probability >= 1 || options.random.chance(probability);
  };
  return {
    add: (rule) => void rules.push({ rule, seen: 0, struck: 0 }),
    clear: () => {
      rules = [];
    },
    list: () => rules.map(({ rule }) => rule),
    counts: () => counts,
    strike<H extends Hook>(
      hook: H,
      subject: Readonly<Record<string, unknown>>,
      isPossible: (rule: RuleOf<H>) => boolean = () => true,
    ) {
      for (const entry of rules) {
        if (entry.rule.hook !== hook || !matches(entry.rule, subject)) continue;
        if (!isPossible(entry.rule as RuleOf<H>) || !strikes(entry)) continue;
        entry.struck += 1;
        const kind = `${hook}.${entry.rule.fault}`;
        counts[kind] = (counts[kind] ?? 0) + 1;
        return entry.rule as RuleOf<H>;
      }
      return undefined;
    },
  };
}

/** A rule matches when each selector it names is a part of the subject's value, or equals it. */
function matches(rule: FaultRule, subject: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(rule).every(([key, wanted]) => {
    if (WINDOW_KEYS.has(key) || wanted === undefined) return true;
    const got = subject[key];
    if (key === 'caller' || key === 'name') return String(got ?? '').includes(String(wanted));
    return got === wanted;
  });
}
