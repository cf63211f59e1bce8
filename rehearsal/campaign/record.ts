// Writes down what a bystander sees, while it happens.
import { parseAlarmName } from '../../core/contract/alarm-names.ts';
import type { Site, SiteSlot } from '../../core/contract/site.ts';
import type { TraceRecord } from '../../twin/kernel/trace.ts';
import { type Breach, observe } from '../observer.ts';
import { readShare, type Share } from '../shares.ts';
import type { World } from '../world.ts';
import type {
  SeenAlarm,
  SeenCall,
  SeenDecision,
  SeenDeployment,
  SeenEvent,
  SeenExecution,
  Sight,
} from './witness.ts';

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

/** For a site that has its world to itself: every call is about it. */
export function record(world: World, site: Site): Recorder {
  const { twin, region } = world;
  const { breaches } = observe(twin, [site], region);
  const bystander = bystanderAt(world, site, () => breaches);
  twin.trace.listen((traced) => {
    const share = readShare(traced, [site]);
    if (share !== undefined) bystander.seeShare(share, traced);
    const told = tellsWeights(traced);
    if (told || writesLedger(traced)) bystander.see({ changed: false, told });
    note(bystander.recorder, traced);
  });
  twin.peer('monitoring', region).watch(({ metricName, dimensions }, visibleAt) => {
    const group = dimensions['TargetGroup'];
    if (metricName === 'RequestCount' && group !== undefined) bystander.seeDatum(group, visibleAt);
  });
  return bystander.recorder;
}

/** For each of many sites, all that can be told to be about it. Whose a call is, nobody can tell. */
export function recordFleet({ twin, region, sites }: World): ReadonlyMap<Site, Recorder> {
  // One listener for all: as many as there are sites would each hear what is meant for one.
  const { breaches } = observe(twin, sites, region);
  const bystanders = new Map(
    sites.map((site) => {
      const own = () => breaches.filter(({ targetGroup }) => groupsOf(site).includes(targetGroup));
      return [site, bystanderAt({ twin, region }, site, own)];
    }),
  );
  const byGroup = new Map(
    [...bystanders].flatMap(([site, own]) => groupsOf(site).map((group) => [group, own])),
  );
  twin.trace.listen((traced) => {
    const share = readShare(traced, sites);
    if (share !== undefined) bystanders.get(share.site)?.seeShare(share, traced);
    const isAbout = aboutOf(traced);
    if (isAbout === undefined) return;
    for (const [site, { recorder }] of bystanders) if (isAbout(site)) note(recorder, traced);
  });
  twin.peer('monitoring', region).watch(({ metricName, dimensions }, visibleAt) => {
    const group = dimensions['TargetGroup'] ?? '';
    if (metricName === 'RequestCount') byGroup.get(group)?.seeDatum(group, visibleAt);
  });
  return new Map([...bystanders].map(([site, { recorder }]) => [site, recorder]));
}

const groupsOf = ({ targetGroups: { a, b } }: Site): readonly string[] => [
  a.metricName,
  b.metricName,
];

/** Which sites an alarm, a deployment or a decision is about; undefined for anything else. */
function aboutOf({ kind, detail }: TraceRecord): ((site: Site) => boolean) | undefined {
  const alarm = parseAlarmName(String(detail['alarm'] ?? ''));
  if (alarm !== undefined)
    return ({ service, environment }) =>
      alarm.service === service && alarm.environment === environment;
  if (kind === 'state' && detail['deployment'] !== undefined)
    return (site) => site.applicationName === detail['application'];
  if (kind !== 'decision') return undefined;
  const { service, environment, looked } = detail as Partial<Decided>;
  return (site) =>
    looked?.releaseId?.startsWith(`${site.service}-`) ??
    (service === site.service && environment === site.environment);
}

/** About a release, or about a place. */
interface Decided {
  readonly service: string;
  readonly environment: string;
  readonly looked: { readonly releaseId: string };
}

interface Bystander {
  readonly recorder: Recorder;
  see(why: Pick<Sight, 'changed' | 'told'>): void;
  seeShare(share: Share, traced: TraceRecord): void;
  seeDatum(targetGroup: string, visibleAt: number): void;
}

function bystanderAt(
  { twin, region }: Pick<World, 'twin' | 'region'>,
  site: Site,
  breaches: () => readonly Breach[],
): Bystander {
  const sights: Sight[] = [];
  const data = new Map<string, number[]>();
  let percents: Readonly<Record<SiteSlot, number>> = { a: 100, b: 0 };
  let weights: readonly (readonly number[])[] = [];
  const behind = (arn: string): readonly string[] => {
    const ecs = twin.peer('ecs', region);
    const addresses = twin.peer('elasticloadbalancing', region).healthyTargets(arn);
    return addresses.map(
      (address) => ecs.taskAt(address)?.containers[0]?.imageDigest ?? 'nothing listens',
    );
  };
  const see = (why: Pick<Sight, 'changed' | 'told'>): void => {
    const { a, b } = site.targetGroups;
    const sight = { a: behind(a.arn), b: behind(b.arn) };
    sights.push({ at: twin.clock.now(), percents, behind: sight, weights, ...why });
  };
  return {
    recorder: {
      sights,
      calls: [],
      executions: [],
      events: [],
      deployments: [],
      alarms: [],
      decisions: [],
      data,
      get breaches() {
        return breaches();
      },
      see: () => see({ changed: false, told: false }),
    },
    see,
    seeShare(share, traced) {
      percents = share.percents;
      weights = weightsOf(traced);
      see({ changed: true, told: false });
    },
    seeDatum(targetGroup, visibleAt) {
      const known = data.get(targetGroup) ?? [];
      data.set(targetGroup, known);
      known.push(visibleAt);
    },
  };
}

const tellsWeights = ({ kind, detail }: TraceRecord): boolean =>
  kind === 'call' &&
  ['CreateRule', 'ModifyRule', 'ModifyListener'].includes(String(detail['operation']));

/** What is written down is judged by what is served then. */
const writesLedger = ({ kind, detail }: TraceRecord): boolean =>
  kind === 'call' && detail['operation'] === 'TransactWriteItems';

const weightsOf = ({ detail }: TraceRecord): readonly (readonly number[])[] =>
  ((detail['weights'] ?? []) as { Weight: number }[][]).map((groups) =>
    groups.map(({ Weight }) => Weight),
  );

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
