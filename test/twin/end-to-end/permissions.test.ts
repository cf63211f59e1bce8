import { describe, expect, it } from 'vitest';
import { type AppOptions, synthesise } from './app.ts';
import { openTickets } from './open-tickets.ts';

async function released(options: AppOptions) {
  const tickets = await openTickets(synthesise(options));
  tickets.push('v2');
  const { deployments, iam, until } = tickets;
  await until(async () => (await deployments.execution()).status !== 'RUNNING', 90);
  return { ...tickets, report: iam.report(), execution: await deployments.execution() };
}

/** What reports say about the roles that the app writes policies for. */
const written = <T extends { readonly role: string }>(entries: readonly T[]): T[] =>
  entries.filter(({ role }) => /ReleaseRole|SmokeServiceRole/.test(role));

describe('the roles of the app', () => {
  it('are refused nothing, and use everything that they are granted', async () => {
    const { execution, report } = await released({});
    expect(execution.status).toBe('SUCCEEDED');
    expect(report.denied).toEqual([]);
    expect(written(report.unused)).toEqual([]);
  });

  it('are told of what they were granted and did not use', async () => {
    const { report } = await released({ extra: 'codedeploy:StopDeployment' });
    expect(written(report.unused).map(({ actions }) => actions)).toEqual([
      ['codedeploy:StopDeployment'],
    ]);
  });

  it.each([
    'ecs:RegisterTaskDefinition',
    'iam:PassRole',
    'codedeploy:CreateDeployment',
    'codedeploy:RegisterApplicationRevision',
    'codedeploy:GetDeployment',
  ])('fail at %s when they lack it, and nowhere else', async (without) => {
    const { execution, report } = await released({ without });
    expect(execution).toMatchObject({
      status: 'FAILED',
      error: expect.stringMatching(/^(CodeDeploy|Ecs)\.\w+Exception$/),
      cause: expect.stringContaining(`is not authorized to perform: ${without} on resource`),
    });
    expect([...new Set(report.denied.map(({ action }) => action))]).toEqual([without]);
  });

  it('leave a hook without an answer when it may not give one', async () => {
    const without = 'codedeploy:PutLifecycleEventHookExecutionStatus';
    const { deployments, execution, report } = await released({ without });
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Failed' });
    expect((await deployments.lifecycle()).at(4)).toBe('AfterAllowTestTraffic Failed');
    expect(written(report.denied)).toMatchObject([{ action: without, resource: '*' }]);
  });
});
