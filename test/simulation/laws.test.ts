// Each law can be broken: what a bystander saw of a sound release is tampered with, and the law that it concerns notices.
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReleaseEvent } from '../../core/release/event.ts';
import { campaignAssemblies } from '../../rehearsal/campaign/assembly.ts';
import { judgeEcho } from '../../rehearsal/campaign/echo.ts';
import { playHistory } from '../../rehearsal/campaign/play.ts';
import type { SeenCall, Sight, Witness } from '../../rehearsal/campaign/witness.ts';
import { judgeAll } from '../../rehearsal/invariants/all.ts';
import { hunts } from '../../rehearsal/mutants/hunts.ts';

const MINUTE_MS = 60_000;

let two: Witness;
let bad: Witness;
let edited: Witness;
let withdrawn: Witness;
let hindered: Witness;
let repaired: Witness;
beforeAll(async () => {
  const assembly = await campaignAssemblies()('canary');
  two = await playHistory({ history: hunts['two pushes, one after the other'], assembly });
  bad = await playHistory({ history: hunts['a bad version'], assembly });
  edited = await playHistory({
    history: hunts['somebody edits the weight while it is paused'],
    assembly,
  });
  withdrawn = await playHistory({
    history: hunts['a switch that is taken back before the load balancer has followed'],
    assembly,
  });
  hindered = await playHistory({ history: hunts['one call that finds AWS busy'], assembly });
  repaired = await playHistory({
    history: hunts['a repair in the name of the alarm that is up'],
    assembly,
  });
}, 10 * MINUTE_MS);

const broken = (witness: Witness): readonly string[] =>
  Object.entries(judgeAll(witness)).flatMap(([id, { violations }]) =>
    violations.length > 0 ? [id] : [],
  );

const lastOf = ({ sights }: Witness): Sight => {
  const last = sights.at(-1);
  if (last === undefined) throw new Error('nothing was seen');
  return last;
};

const digestOf = ({ pushes }: Witness): string => pushes[0]?.digest ?? '';

/** Later than everything else, somebody sees this. */
const seenAtLast = (witness: Witness, changes: Partial<Sight>): Witness => ({
  ...witness,
  sights: [
    ...witness.sights,
    { ...lastOf(witness), at: witness.endedAt, changed: true, ...changes },
  ],
});

/** Tampering that one law notices, whatever others say. */
const tampering: Readonly<Record<string, () => Witness>> = {
  I0b: () => ({
    ...hindered,
    releases: bad.releases,
    looks: bad.looks,
  }),
  I1: () => seenAtLast(two, { weights: [[90, 20]] }),
  I2: () => {
    const stranger = ['sha256:somebody-else'];
    const before = two.sights.filter(({ at }) => at <= endOf(two));
    const after = { ...lastOf(two), at: endOf(two) + 1000, behind: { a: stranger, b: stranger } };
    return { ...two, sights: [...before, after] };
  },
  I3: () => ({
    ...two,
    looks: two.looks.map((look) => ({
      ...look,
      releases: look.releases.map((release) => ({ ...release, status: 'BAKING' })),
    })),
  }),
  I5: () => ({
    ...two,
    looks: two.looks.map((look, index) => ({
      ...look,
      releases: look.releases.map((release) => ({
        ...release,
        status: index % 2 === 0 ? 'PROMOTED' : 'BAKING',
      })),
    })),
  }),
  I6b: () => seenAtLast(two, { percents: { a: 50, b: 50 }, behind: { a: ['sha256:a'], b: [] } }),
  I8: () => seenAtLast(bad, { percents: { a: 0, b: 100 }, behind: { a: [], b: [digestOf(bad)] } }),
  I9: () => ({
    ...two,
    last: { ...two.last, definitions: [{ arn: 'x', image: 'campaign/cart:v1.1.0' }] },
  }),
  I10: () => ({ ...two, releases: two.releases.slice(0, 1) }),
  I12: () => ({ ...two, pushes: [...two.pushes].reverse() }),
  I15: () => ({ ...two, pushes: two.pushes.slice(0, 1) }),
  I18: () => ({ ...two, deliveries: [] }),
  'I19, where nobody had ordered what was taken back': () =>
    without(
      withdrawn,
      ({ operation, at }) => operation === 'ModifyListener' && at < stopOf(withdrawn),
    ),
  'I19, where nothing had failed that was taken back': () => ({ ...withdrawn, deployments: [] }),
  'I19, where nobody takes back what is not served': () =>
    without(
      withdrawn,
      ({ operation, at }) => operation === 'ModifyListener' && at > stopOf(withdrawn),
    ),
  'I19, where nobody stood there as a guard ended': () =>
    nobodyServes(two, guardEndOf(two), guardEndOf(two) + 3000),
  'I19, where nothing has died that is missing': () =>
    nobodyServes(two, endOf(two), endOf(two) + MINUTE_MS),
  'I2, where tasks died that nobody has replaced': () =>
    nobodyServes(withCrash(two), endOf(two), endOf(two) + 4 * MINUTE_MS),
  'I24, where nobody has written the weight by hand': () =>
    without(edited, ({ caller }) => !caller.includes('assumed-role/')),
  'I24, where nobody has named the alarm that is up': () => ({ ...repaired, overrides: [] }),
  'I24, where another release is to repair it': () => ({
    ...repaired,
    overrides: repaired.overrides.map((each) => ({ ...each, version: 'v1.1.0' })),
  }),
  'I4, where an alarm that was named comes up again': () => raised('weight.verified'),
  I20: () => ({
    ...two,
    decisions: [
      {
        askedAt: 0,
        at: 0,
        person: 'eve',
        action: 'pause',
        status: 200,
        releaseId: '',
        sequence: 0,
      },
    ],
  }),
  I22: () => ({ ...two, last: { ...two.last, overlay: true } }),
  I23: () => ({ ...two, runs: { 'spillway-release': { longest: 301, fastest: 301 } } }),
  I25: () => ({
    ...two,
    calls: [
      {
        at: two.startedAt,
        service: 'ecs',
        operation: 'UpdateService',
        caller: 'assumed-role/Spillway-ReleasesFunctionsoperatereleaserole1/x',
        error: undefined,
      },
    ],
  }),
};

const without = (witness: Witness, isLeftOut: (call: SeenCall) => boolean): Witness => ({
  ...witness,
  calls: witness.calls.filter((call) => !isLeftOut(call)),
});

/** An alarm of the repair's own target group is named, and up from an event of its ledger on. */
function raised(type: ReleaseEvent['type']): Witness {
  const name = 'spillway/cart/production/a/error-rate';
  const event = repaired.releases.at(-1)?.events.find((each) => each.type === type);
  const at = Date.parse(event?.at ?? '');
  return {
    ...repaired,
    overrides: repaired.overrides.map((each) => ({ ...each, names: [...each.names, name] })),
    alarms: [...repaired.alarms, { at, name, to: 'ALARM' }],
  };
}

/** The groups are as empty between two moments as if all tasks had died. */
const nobodyServes = (witness: Witness, from: number, to: number): Witness => ({
  ...witness,
  sights: witness.sights.map((sight) =>
    sight.at > from && sight.at <= to ? { ...sight, behind: { a: [], b: [] } } : sight,
  ),
});

const withCrash = (witness: Witness): Witness => ({
  ...witness,
  history: {
    ...witness.history,
    strokes: [...witness.history.strokes, { kind: 'task.crash', atMs: 0, do: 'crash', count: 2 }],
  },
});

const guardEndOf = ({ releases }: Witness): number => {
  const judged = releases
    .flatMap(({ events }) => events)
    .filter((event) => event.type === 'bake.judged' && event.complete)
    .map(({ at }) => Date.parse(at));
  return Math.max(...judged);
};

const stopOf = ({ deployments }: Witness): number =>
  deployments.find(({ state }) => state === 'STOP')?.at ?? 0;

const endOf = ({ releases }: Witness): number =>
  Math.max(...releases.map(({ record }) => ('endedAt' in record ? Date.parse(record.endedAt) : 0)));

describe('a law', () => {
  it('is kept by what nobody has tampered with', () => {
    expect([two, bad, edited, withdrawn, hindered, repaired].flatMap(broken)).toEqual([]);
  });

  it('lets a release that has named an alarm rise while it is up from before', () => {
    expect(broken(raised('release.received'))).toEqual([]);
  });

  it.each(Object.entries(tampering))('notices when it is broken: %s', (name, tamper) => {
    const [id] = name.split(',');
    expect(broken(tamper())).toContain(id);
  });

  it('forgives that crashed tasks need a minute to be replaced', () => {
    expect(broken(nobodyServes(withCrash(two), endOf(two), endOf(two) + MINUTE_MS))).toEqual([]);
  });

  it('notices that doubled events had another effect: I11', () => {
    expect(judgeEcho(two, two).violations).toEqual([]);
    expect(judgeEcho(two, { ...two, releases: two.releases.slice(0, 1) }).violations).not.toEqual(
      [],
    );
  });
});
