import type { DescribeTaskDefinitionCommandOutput } from '@aws-sdk/client-ecs';
import { describe, expect, it } from 'vitest';
import type { Site } from '../../core/contract/site.ts';
import type { World } from '../../rehearsal/world.ts';
import type { ServiceId } from '../../twin/host/call-context.ts';
import { changeBehaviour, createBehaviourLookup } from '../../twin/users/versions.ts';
import { expectCleanEnd } from './support/expect-clean-end.ts';
import { minutesBetween, rehearseShop } from './support/rehearse-shop.ts';

describe('an image', () => {
  it('that is gone before its release starts is refused', async () => {
    const late = { hook: 'event', fault: 'late', source: 'aws.ecr', delayMs: 60_000 };
    const rehearsed = await rehearseShop({
      timeline: [{ at: '0s', do: 'fault', for: '2m', fault: late }],
      actions: [{ at: '30s', do: 'delete-image' }],
    });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(/no such image/);
  });

  it('for another processor is refused before anything runs it', async () => {
    const rehearsed = await rehearseShop({ architectures: ['arm64'] });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(
      /^E314 the image is for linux\/arm64, the service runs on linux\/amd64$/,
    );
  });

  it('that is asked for by a digest and the tag of another is refused, and nothing else with it', async () => {
    const rehearsed = await rehearseShop({}, { prepare: (world) => askForTwo(world) });
    await expectCleanEnd(rehearsed);
    const [first, second] = rehearsed.report.releases;
    expect(first?.outcome).toBe('PROMOTED');
    expect(second?.outcome).toBe('REJECTED');
    expect(second?.reason).toMatch(/^E312 the tag v1\.1\.0 is sha256:\w+, asked for was sha256:/);
  });

  it('that is deleted in mid-canary is not promoted: its tasks could never be replaced', async () => {
    const rehearsed = await rehearseShop({ actions: [{ at: '25m', do: 'delete-image' }] });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('ROLLED_BACK');
    expect(rehearsed.release.reason).toMatch(/image .* is no longer in/);
  });
});

describe('an alarm that is red before the start', () => {
  it('refuses the release with its reason', async () => {
    const rehearsed = await rehearseShop({}, { prepare: fillMemory });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(
      /^E224 alarm spillway\/auth-service\/staging\/service\/memory is ALARM: memory 95(\.\d+)? %, above 90 %/,
    );
    expect(rehearsed.weights).toEqual([]);
  });
});

describe('a task that is being replaced when a release comes', () => {
  it('is waited for: a good version is not refused because the old one is short of a task', async () => {
    const rehearsed = await rehearseShop(
      {
        timeline: [
          { at: '0s', do: 'capacity', tasks: 0 },
          { at: '5m', do: 'capacity', tasks: 'unlimited' },
        ],
      },
      { prepare: loseTask },
    );
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('PROMOTED');
    const [missed, prepared] = rehearsed.events.filter(({ type }) =>
      ['gate.opened', 'deployment.started'].includes(type),
    );
    expect(minutesBetween(missed?.at ?? null, prepared?.at ?? null)).toBeGreaterThan(3);
  });
});

describe('an alarm that is not there', () => {
  it('refuses the release, since nothing would stop it', async () => {
    const rehearsed = await rehearseShop({}, { prepare: deleteAlarm });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toBe(`E222 alarm ${ALARM} is not found`);
    expect(rehearsed.release.weights).toEqual([]);
  });
});

describe('sticky sessions', () => {
  it('in a target group refuse the release: its users would not follow weights', async () => {
    const rehearsed = await rehearseShop({}, { prepare: (world) => changeGroup(world) });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(/^E227 the target group \S+ is sticky/);
  });

  it('in the listener do so too', async () => {
    const rehearsed = await rehearseShop({}, { prepare: (world) => changeListener(world) });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toMatch(/^E227 the rule default .* is sticky/);
  });
});

describe('tasks for another processor than the spec says', () => {
  it('refuse the release before anything is deployed', async () => {
    const rehearsed = await rehearseShop({}, { prepare: changeProcessor });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('REJECTED');
    expect(rehearsed.release.reason).toBe(
      'E314 the release is for x86_64, the tasks of the service run on arm64',
    );
  });
});

const ALARM = 'spillway/auth-service/staging/a/error-rate';

const ask = (
  { twin, region }: World,
  service: ServiceId,
  operation: string,
  input: object,
): Promise<object> => twin.call({ service, operation, input, region });

function deleteAlarm(world: World): void {
  const remove = (name: string) => ask(world, 'monitoring', 'DeleteAlarms', { AlarmNames: [name] });
  world.twin.clock.after(1000, async () => {
    // The composite one first: it depends on all others.
    await remove('spillway-any/auth-service/staging');
    await remove(ALARM);
  });
}

const staging = ({ sites }: World): Site => {
  const site = sites.find((each) => each.service === 'auth-service');
  if (site === undefined) throw new Error('the shop has no auth-service');
  return site;
};

function changeGroup(world: World): void {
  world.twin.clock.after(1000, () => {
    void ask(world, 'elasticloadbalancing', 'ModifyTargetGroupAttributes', {
      TargetGroupArn: staging(world).targetGroups.b.arn,
      Attributes: [{ Key: 'stickiness.enabled', Value: 'true' }],
    });
  });
}

function changeListener(world: World): void {
  const { productionListenerArn, targetGroups } = staging(world);
  world.twin.clock.after(1000, () => {
    void ask(world, 'elasticloadbalancing', 'ModifyListener', {
      ListenerArn: productionListenerArn,
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: targetGroups.a.arn, Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 },
          },
        },
      ],
    });
  });
}

/** As a deployment of the service's own stack does. */
function changeProcessor(world: World): void {
  world.twin.clock.after(1000, async () => {
    const family = { taskDefinition: 'auth-service-staging' };
    const { taskDefinition } = (await ask(
      world,
      'ecs',
      'DescribeTaskDefinition',
      family,
    )) as DescribeTaskDefinitionCommandOutput;
    const { family: name, containerDefinitions, cpu, memory } = taskDefinition ?? {};
    await ask(world, 'ecs', 'RegisterTaskDefinition', {
      family: name,
      containerDefinitions,
      cpu,
      memory,
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      taskRoleArn: taskDefinition?.taskRoleArn,
      executionRoleArn: taskDefinition?.executionRoleArn,
      runtimePlatform: { cpuArchitecture: 'ARM64' },
    });
  });
}

/** Somebody means what runs already by the name of what is on its way. */
function askForTwo(world: World): void {
  const { twin, region } = world;
  world.twin.clock.after(30 * 60_000, () => {
    const uri = `${twin.account}.dkr.ecr.${region}.amazonaws.com/shop/auth-service:initial`;
    const { digest } = twin.peer('ecr', region).resolve(uri) ?? {};
    void ask(world, 'states', 'StartExecution', {
      stateMachineArn: `arn:aws:states:${region}:${twin.account}:stateMachine:spillway-release`,
      input: JSON.stringify({ service: 'auth-service', version: 'v1.1.0', digest }),
    });
  });
}

/** Shortly before the version is pushed. */
function loseTask({ twin, region, sites }: World): void {
  const site = sites.find(
    (each) => each.service === 'auth-service' && each.environment === 'staging',
  );
  twin.clock.after(6 * 60_000, () => {
    twin.peer('ecs', region).crash({ serviceName: site?.serviceName ?? '', count: 1 });
  });
}

function fillMemory({ twin, region }: World): void {
  const initial = { image: { tag: 'initial' }, behaviour: { memoryPercent: 95 } };
  twin.peer('ecs', region).setBehaviours(changeBehaviour(createBehaviourLookup([]), initial));
}

describe('a service without users', () => {
  it('is not promoted on no evidence: held, then taken back', async () => {
    const rehearsed = await rehearseShop('no-traffic');
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release.outcome).toBe('ROLLED_BACK');
    expect(rehearsed.release.reason).toMatch(/inconclusive|requests/);
  });

  it('in production alone is taken back at the first phase', async () => {
    const rehearsed = await rehearseShop({ requestsPerSecond: 0 });
    await expectCleanEnd(rehearsed);
    expect(rehearsed.release).toMatchObject({ outcome: 'ROLLED_BACK', environment: 'production' });
    expect(rehearsed.weights).toEqual([10, 0]);
  });
});
