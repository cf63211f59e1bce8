// Releases that are to repair what an alarm complains about, while it is up: refused without its name, released with it.
import type { GetParameterResult } from '@aws-sdk/client-ssm';
import { describe, expect, it } from 'vitest';
import { specParameterName } from '../../core/contract/site.ts';
import type { World } from '../../rehearsal/world.ts';
import { changeBehaviour, createBehaviourLookup, type Version } from '../../twin/users/versions.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { rehearseShop } from './support/rehearse-shop.ts';

const SERVICE = 'auth-service';
const MINUTE_MS = 60_000;
/** Nobody is hurt: the rehearsal goes on until then. */
const until = (at: string) => ({ at, do: 'kill-execution', machine: 'rescue-release' });

const memoryOf = (environment: string) => `spillway/${SERVICE}/${environment}/service/memory`;
const both = ['staging', 'production'].map(memoryOf);
const flags = (names: readonly string[]) =>
  names.map((name) => `--override-alarm ${name}`).join(' ');

describe('a release while an alarm of what serves is up', () => {
  it('is refused where it does not name the alarm, and is told how it may start all the same', async () => {
    const rehearsed = await rehearseShop(
      { actions: [until('35m')] },
      {
        prepare(world) {
          behave(world, { image: { tag: 'initial' }, behaviour: { memoryPercent: 95 } });
          askFor(world, 30, { version: 'v1.1.0', overrideAlarms: [memoryOf('staging')] });
        },
      },
    );
    await expectCleanEnd(rehearsed);
    const [unnamed, halfNamed] = rehearsed.report.releases;
    expect(unnamed?.reason).toMatch(/^E224 alarm \S+ is ALARM: memory 95/);
    expect(unnamed?.reason).toContain(
      `; repair what is wrong, or release the repair with ${flags([memoryOf('staging')])} --reason TEXT`,
    );
    // Staging was entered in its name, production was not.
    expect(halfNamed).toMatchObject({ outcome: 'REJECTED', environment: 'production' });
    expect(halfNamed?.reason).toContain(`E224 alarm ${memoryOf('production')} is ALARM`);
    expect(halfNamed?.reason).toContain(flags(both));
  });

  it('starts in the name of the alarm and is promoted, and on-call is told', async () => {
    const rehearsed = await rehearseShop(
      { actions: [until('35m')] },
      {
        prepare(world) {
          behave(world, { image: { tag: 'initial' }, behaviour: { memoryPercent: 95 } });
          askFor(world, 30, { version: 'v1.1.0', overrideAlarms: both });
        },
      },
    );
    await expectCleanEnd(rehearsed);
    const [, released] = rehearsed.report.releases;
    expect(released).toMatchObject({ outcome: 'PROMOTED', version: 'v1.1.0' });
    const told = rehearsed.report.notices.filter(
      ({ topic, subject }) => topic === 'on-call' && subject.includes('is on its way, overriding'),
    );
    expect(told).toHaveLength(1);
    const [received] = rehearsed.ledgers[1]?.events ?? [];
    expect(received).toMatchObject({
      trigger: { actor: 'ana', reason: 'repairs it', overriddenAlarms: both },
    });
  });

  it('goes back where the alarm was down once and comes up again', async () => {
    const rehearsed = await rehearseShop(
      { actions: [until('65m')] },
      {
        prepare(world) {
          behave(world, { image: { tag: 'initial' }, behaviour: { memoryPercent: 95 } });
          askFor(world, 30, { version: 'v1.1.0', overrideAlarms: both });
          // Both together are too full again: the repair repairs nothing.
          world.twin.clock.after(60 * MINUTE_MS, () =>
            behave(world, {
              image: { repository: `shop/${SERVICE}` },
              behaviour: { memoryPercent: 97 },
            }),
          );
        },
      },
    );
    const [, released] = rehearsed.report.releases;
    expect(released).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'production' });
    expect(released?.reason).toMatch(/^memory 97(\.\d+)? %, above 90 %/);
  });

  it('is refused at the door for every name and word that is missing, and quarantines nothing', async () => {
    const rehearsed = await rehearseShop(
      { actions: [until('35m')] },
      {
        prepare(world) {
          behave(world, { image: { tag: 'initial' }, behaviour: { memoryPercent: 95 } });
          askFor(world, 30, { version: 'v1.1.0', overrideAlarms: ['nobody'], reason: ' ' });
        },
      },
    );
    await expectCleanEnd(rehearsed);
    const [, refused] = rehearsed.report.releases;
    expect(refused?.reason).toMatch(
      /^E228 \$\.overrideAlarms\[0\]: no alarm nobody watches this service; .*; E229 \$\.reason: /,
    );
  });
});

describe('a version that can neither go on nor back', () => {
  it('is replaced by its repair, in the name of the alarms that are up', async () => {
    const rehearsed = await rehearseShop(
      { actions: [{ at: '200m', do: 'push', version: 'v1.2.0' }, until('235m')] },
      {
        prepare(world) {
          changeSpec(world, { rollbackSafe: false, maxDurationSeconds: 3 * 3600 });
          const bad = { image: { tag: 'v1.1.0' }, behaviour: { errorRate: 0.4 } };
          world.twin.clock.after(90 * MINUTE_MS, () => behave(world, bad));
          const overrideAlarms = ['staging', 'production'].map(
            (environment) => `spillway/${SERVICE}/${environment}/b/error-rate`,
          );
          askFor(world, 230, { version: 'v1.2.0', overrideAlarms });
        },
      },
    );
    const [stranded, refused, repaired] = rehearsed.report.releases;
    expect(stranded).toMatchObject({ outcome: 'FAILED_SAFE', environment: 'production' });
    expect(refused?.outcome).toBe('REJECTED');
    expect(refused?.reason).toMatch(/--override-alarm spillway\S+error-rate --reason TEXT/);
    expect(repaired).toMatchObject({ outcome: 'PROMOTED', version: 'v1.2.0' });
    await expectCleanEnd(rehearsed);
    // Seven hours of a whole shop.
  }, 180_000);
});

function behave({ twin, region }: World, version: Version): void {
  twin.peer('ecs', region).setBehaviours(changeBehaviour(createBehaviourLookup([]), version));
}

function askFor({ twin, region }: World, afterMinutes: number, wish: object): void {
  twin.clock.after(afterMinutes * MINUTE_MS, () => {
    void twin.call({
      service: 'states',
      operation: 'StartExecution',
      input: {
        stateMachineArn: `arn:aws:states:${region}:${twin.account}:stateMachine:spillway-release`,
        input: JSON.stringify({ service: SERVICE, actor: 'ana', reason: 'repairs it', ...wish }),
      },
      region,
    });
  });
}

/** The spec as a team writes it whose migration cannot be undone. */
function changeSpec(world: World, over: object): void {
  const Name = specParameterName('/spillway', SERVICE);
  const ssm = (operation: string, input: object) =>
    world.twin.call({ service: 'ssm', operation, input, region: world.region });
  ssm('GetParameter', { Name }).then((found) => {
    const spec = JSON.parse((found as GetParameterResult).Parameter?.Value ?? '{}');
    const Value = JSON.stringify({ ...spec, ...over });
    return ssm('PutParameter', { Name, Value, Type: 'String', Overwrite: true, Tier: 'Advanced' });
  });
}
