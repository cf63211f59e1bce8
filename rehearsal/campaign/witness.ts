// What a bystander sees of a run: what the load balancer serves and to whom, which calls are made, who is told what.
import { parseAlarmName } from '../../core/contract/alarm-names.ts';
import type { Site, SiteSlot } from '../../core/contract/site.ts';
import type { SnsDelivery } from '../../twin/host/peers.ts';
import type { TraceRecord } from '../../twin/kernel/trace.ts';
import type { LedgerView } from '../ledger.ts';
import { type Breach, observe } from '../observer.ts';
import { readShare } from '../shares.ts';
import type { World } from '../world.ts';
import type { History } from './history.ts';
import type { Look } from './look.ts';

/** What users get at one moment: the share of each target group, and who stands behind it. */
export interface Sight {
  readonly at: number;
  readonly percents: Readonly<Record<SiteSlot, number>>;
  /** Digests of the images that healthy tasks run, one for each task. */
  readonly behind: Readonly<Record<SiteSlot, readonly string[]>>;
  /** The weights as they are written on the listener, rule by rule. */
  readonly weights: readonly (readonly number[])[];
  /** True when this is a change of the shares; false when somebody just looked. */
  readonly changed: boolean;
  /** True when somebody just told the load balancer to change them, which it does a little later. */
  readonly told: boolean;
}

export interface SeenCall {
  readonly at: number;
  readonly service: string;
  readonly operation: string;
  readonly caller: string;
  readonly error: string | undefined;
}

export interface SeenExecution {
  readonly at: number;
  readonly machine: string;
  readonly name: string;
  readonly status: string;
}

/** An event that came to its bus. */
export interface SeenEvent {
  readonly at: number;
  readonly source: string;
  /** The rules that it matched. */
  readonly rules: readonly string[];
}

/** CodeDeploy's deployments: when they began, and when they ended. */
export interface SeenDeployment {
  readonly at: number;
  readonly id: string;
  readonly state: string;
}

export interface SeenPush {
  readonly at: number;
  readonly version: string;
  readonly digest: string;
  readonly bad: boolean;
}

export interface Witness {
  readonly history: History;
  readonly site: Site;
  readonly startedAt: number;
  readonly healedAt: number;
  readonly endedAt: number;
  readonly initialDigest: string;
  /** Tasks that the service had before anything happened. */
  readonly tasksBefore: number;
  readonly pushes: readonly SeenPush[];
  readonly sights: readonly Sight[];
  readonly calls: readonly SeenCall[];
  readonly executions: readonly SeenExecution[];
  readonly events: readonly SeenEvent[];
  readonly deployments: readonly SeenDeployment[];
  readonly alarms: readonly SeenAlarm[];
  readonly breaches: readonly Breach[];
  /** When data about a target group became visible: its name, then the moments. */
  readonly data: ReadonlyMap<string, readonly number[]>;
  readonly decisions: readonly SeenDecision[];
  readonly deliveries: readonly SnsDelivery[];
  readonly looks: readonly Look[];
  readonly releases: readonly LedgerView[];
  readonly faults: Readonly<Record<string, number>>;
  readonly last: LastLook;
  /** By machine. */
  readonly runs: Readonly<Record<string, Runs>>;
}

export interface SeenAlarm {
  readonly at: number;
  readonly name: string;
  readonly to: string;
}

export interface SeenDecision {
  readonly askedAt: number;
  /** When it was answered. */
  readonly at: number;
  readonly person: string;
  readonly action: string;
  readonly status: number;
  /** The release and the event of its ledger that the person had seen; empty where it is about a service. */
  readonly releaseId: string;
  readonly sequence: number;
}

/** Of all executions of one machine. */
export interface Runs {
  /** Events of the longest. */
  readonly longest: number;
  /** Events of the fastest within one minute. */
  readonly fastest: number;
}

/** What is left at the end. */
export interface LastLook {
  readonly overlay: boolean;
  readonly deploymentsActive: number;
  readonly taskSets: number;
  readonly definitions: readonly { readonly arn: string; readonly image: string }[];
  readonly tasks: readonly { readonly definition: string; readonly digest: string }[];
}

export interface Recorder {
  readonly sights: Sight[];
  readonly calls: SeenCall[];
  readonly executions: SeenExecution[];
  readonly events: SeenEvent[];
  readonly deployments: SeenDeployment[];
  readonly alarms: SeenAlarm[];
  readonly decisions: SeenDecision[];
  readonly data: Map<string, number[]>;
  readonly breaches: readonly Breach[];
  /** Looks at what is served right now. */
  see(): void;
}

/** Where a site has its world to itself, every call is about it; elsewhere nobody can tell. */
export function record(world: World, site: Site, isAlone = true): Recorder {
  const { twin, region } = world;
  const observer = observe(twin, [site], region);
  const recorder = {
    sights: [] as Sight[],
    calls: [] as SeenCall[],
    executions: [] as SeenExecution[],
    events: [] as SeenEvent[],
    deployments: [] as SeenDeployment[],
    alarms: [] as SeenAlarm[],
    decisions: [] as SeenDecision[],
    data: new Map<string, number[]>(),
    breaches: observer.breaches,
    see: () => see({ changed: false, told: false }),
  };
  let percents: Readonly<Record<SiteSlot, number>> = { a: 100, b: 0 };
  let weights: readonly (readonly number[])[] = [];
  const behind = (arn: string): readonly string[] => {
    const ecs = twin.peer('ecs', region);
    const addresses = twin.peer('elasticloadbalancing', region).healthyTargets(arn);
    return addresses.map(
      (address) => ecs.taskAt(address)?.containers[0]?.imageDigest ?? 'nothing listens',
    );
  };
  function see(why: Pick<Sight, 'changed' | 'told'>): void {
    const { a, b } = site.targetGroups;
    const sight = { a: behind(a.arn), b: behind(b.arn) };
    recorder.sights.push({ at: twin.clock.now(), percents, behind: sight, weights, ...why });
  }
  twin.trace.listen((traced) => {
    const share = readShare(traced, [site]);
    if (share !== undefined) {
      percents = share.percents;
      weights = weightsOf(traced);
      see({ changed: true, told: false });
    }
    if (tellsWeights(traced)) see({ changed: false, told: true });
    if (isAlone) note(recorder, traced);
    else noteOwn(recorder, traced, site);
  });
  twin.peer('monitoring', region).watch(({ metricName, dimensions }, visibleAt) => {
    const group = dimensions['TargetGroup'];
    if (metricName !== 'RequestCount' || group === undefined) return;
    const known = recorder.data.get(group) ?? [];
    recorder.data.set(group, known);
    known.push(visibleAt);
  });
  return recorder;
}

const tellsWeights = ({ kind, detail }: TraceRecord): boolean =>
  kind === 'call' &&
  ['CreateRule', 'ModifyRule', 'ModifyListener'].includes(String(detail['operation']));

const weightsOf = ({ detail }: TraceRecord): readonly (readonly number[])[] =>
  ((detail['weights'] ?? []) as { Weight: number }[][]).map((groups) =>
    groups.map(({ Weight }) => Weight),
  );

const isAlarmOf = (alarm: unknown, service: string): boolean =>
  parseAlarmName(String(alarm))?.service === service;

function noteOwn(recorder: Recorder, traced: TraceRecord, { service }: Site): void {
  const { alarm = '', service: named, looked } = traced.detail as Partial<Record<string, unknown>>;
  const { releaseId = '' } = (looked ?? {}) as { readonly releaseId?: string };
  const isDecision = traced.kind === 'decision';
  if (
    isDecision
      ? named === service || releaseId.startsWith(`${service}-`)
      : isAlarmOf(alarm, service)
  )
    note(recorder, traced);
}

function note(recorder: Recorder, { at, kind, detail }: TraceRecord): void {
  const text = (name: string): string => String(detail[name] ?? '');
  if (kind === 'call') {
    recorder.calls.push({
      at,
      service: text('service'),
      operation: text('operation'),
      caller: text('caller'),
      error: detail['error'] === undefined ? undefined : text('error'),
    });
  } else if (kind === 'execution') {
    const [machine = '', name = ''] = text('arn').split(':').slice(6);
    recorder.executions.push({ at, machine, name, status: text('status') });
  } else if (kind === 'event') {
    recorder.events.push({ at, source: text('source'), rules: detail['rules'] as string[] });
  } else if (kind === 'decision') {
    const looked = (detail['looked'] ?? {}) as { releaseId?: string; sequence?: number };
    const { releaseId = '', sequence = 0 } = looked;
    const [action, status] = [text('action'), Number(detail['status'])];
    const askedAt = Number(detail['askedAt'] ?? at);
    recorder.decisions.push({
      askedAt,
      at,
      person: text('person'),
      action,
      status,
      releaseId,
      sequence,
    });
  } else if (kind === 'state' && detail['deployment'] !== undefined) {
    if (detail['state'] !== undefined)
      recorder.deployments.push({ at, id: text('deployment'), state: text('state') });
  } else if (kind === 'state' && parseAlarmName(text('alarm')) !== undefined) {
    recorder.alarms.push({ at, name: text('alarm'), to: text('to') });
  }
}
