import { describe, expect, it } from 'vitest';
import { NAMES, synthesise } from './app.ts';
import { openTickets, type Tickets } from './open-tickets.ts';

const ALL_SUCCEEDED = [
  'BeforeInstall Succeeded',
  'Install Succeeded',
  'AfterInstall Succeeded',
  'AllowTestTraffic Succeeded',
  'AfterAllowTestTraffic Succeeded',
  'BeforeAllowTraffic Succeeded',
  'AllowTraffic Succeeded',
  'AfterAllowTraffic Succeeded',
];

/** The app and its users, after an image was pushed and everything that follows has ended. */
async function released(routing: 'allAtOnce' | 'canary' | 'linear') {
  const tickets = await openTickets(synthesise({ routing }));
  const digest = tickets.push('v2');
  const { deployments } = tickets;
  await tickets.until(async () => (await deployments.execution()).status === 'SUCCEEDED');
  // The last minute's metrics come later.
  await tickets.pass(5);
  return { ...tickets, digest };
}

const weightsOf = ({ seen }: Tickets) => seen.map(({ weights }) => weights);

describe.each([
  ['canary', 10],
  ['linear', 25],
  ['allAtOnce', 100],
] as const)('a good image, %s', (routing, firstPercent) => {
  const expectedWeights = {
    canary: [
      [1, 0],
      [100, 0],
      [90, 10],
      [0, 100],
    ],
    linear: [
      [1, 0],
      [100, 0],
      [75, 25],
      [50, 50],
      [25, 75],
      [0, 100],
    ],
    allAtOnce: [
      [1, 0],
      [100, 0],
      [0, 100],
    ],
  }[routing];
  const minutesBetween = { canary: [15], linear: [2, 2, 2], allAtOnce: [] }[routing];

  it('passes every lifecycle event, and the weights of its configuration at their times', async () => {
    const tickets = await released(routing);
    expect(await tickets.deployments.status()).toBe('Succeeded');
    expect(await tickets.deployments.lifecycle()).toEqual(ALL_SUCCEEDED);
    expect(weightsOf(tickets)).toEqual(expectedWeights);
    expect(tickets.steps().slice(2)).toEqual(minutesBetween);
    expect(await tickets.balancer.weights(9000)).toEqual([0, 100]);
    expect(tickets.users.harm().badRequests).toBe(0);
    expect(await tickets.metrics.alarm()).toBe('OK');

    const shiftedAt = tickets.seen[2]?.at ?? 0;
    const [minute = 0] = await tickets.metrics.sums(
      'RequestCount',
      NAMES.green,
      shiftedAt + 60_000,
    );
    expect(minute / 3000).toBeCloseTo(firstPercent / 100, 1);
    const served = tickets.users.harm().versions.map(({ imageDigest }) => imageDigest);
    expect(served).toContain(tickets.digest);
  });
});
