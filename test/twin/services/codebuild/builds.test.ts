import {
  BatchGetBuildsCommand,
  CodeBuildClient,
  CreateProjectCommand,
  ListBuildsForProjectCommand,
  StartBuildCommand,
  StopBuildCommand,
} from '@aws-sdk/client-codebuild';
import { describe, expect, it } from 'vitest';
import { roleCaller } from '../../../../twin/host/caller.ts';
import type {
  EventsPeer,
  LogsPeer,
  ServiceEvent,
  StartedBuild,
} from '../../../../twin/host/peers.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { written } from '../../../../twin/services/codebuild/events.ts';
import { codebuild } from '../../../../twin/services/codebuild/index.ts';
import { startTwin } from '../../support/start-twin.ts';

async function start(timeoutInMinutes = 60) {
  const emitted: ServiceEvent[] = [];
  const lines: string[] = [];
  const events = defineService<object, EventsPeer>({
    id: 'events',
    load: () => import('@aws-sdk/client-eventbridge'),
    create: () => ({ operations: {}, peer: { emit: (event) => void emitted.push(event) } }),
  });
  const logs = defineService<object, LogsPeer>({
    id: 'logs',
    load: () => import('@aws-sdk/client-cloudwatch-logs'),
    create: () => ({ operations: {}, peer: { write: ({ message }) => void lines.push(message) } }),
  });
  const twin = startTwin({ services: [codebuild, events, logs] });
  const caller = roleCaller('arn:aws:iam::123456789012:role/Releases', 'release');
  const client = twin.client(CodeBuildClient, { caller });
  await client.send(
    new CreateProjectCommand({
      name: 'auth-build',
      source: { type: 'NO_SOURCE' },
      artifacts: { type: 'NO_ARTIFACTS' },
      environment: {
        type: 'LINUX_CONTAINER',
        image: 'aws/codebuild/standard:7.0',
        computeType: 'BUILD_GENERAL1_SMALL',
        environmentVariables: [
          { name: 'STAGE', value: 'staging' },
          { name: 'KEPT', value: 'yes' },
        ],
      },
      serviceRole: 'arn:aws:iam::123456789012:role/Build',
      timeoutInMinutes,
    }),
  );
  const startBuild = async () => {
    const { build } = await client.send(
      new StartBuildCommand({
        projectName: 'auth-build',
        environmentVariablesOverride: [{ name: 'STAGE', value: 'production' }],
      }),
    );
    return build?.id ?? '';
  };
  const read = async (id: string) =>
    (await client.send(new BatchGetBuildsCommand({ ids: [id] }))).builds?.[0];
  const peer = twin.twin.peer('codebuild', 'us-east-1');
  return { ...twin, client, peer, emitted, lines, startBuild, read };
}

describe('a build', () => {
  it('succeeds after a minute and a half when nobody decides otherwise', async () => {
    const { startBuild, read, pass } = await start();
    const id = await startBuild();
    await pass(80);
    expect(await read(id)).toMatchObject({ buildStatus: 'IN_PROGRESS', buildComplete: false });
    await pass(11);
    const build = await read(id);
    expect(build).toMatchObject({
      buildStatus: 'SUCCEEDED',
      buildComplete: true,
      currentPhase: 'COMPLETED',
      initiator: 'Releases/release',
      buildNumber: 1,
    });
    expect(build?.phases?.map(({ phaseType }) => phaseType)).toEqual([
      'SUBMITTED',
      'QUEUED',
      'PROVISIONING',
      'DOWNLOAD_SOURCE',
      'INSTALL',
      'PRE_BUILD',
      'BUILD',
      'POST_BUILD',
      'UPLOAD_ARTIFACTS',
      'FINALIZING',
      'COMPLETED',
    ]);
  });

  it('sees the variables of its project, replaced by those of its start', async () => {
    const { startBuild, peer } = await start();
    const seen: StartedBuild[] = [];
    peer.setOutcomes((build) => void seen.push(build));
    await startBuild();
    expect(seen[0]?.environment).toEqual({ KEPT: 'yes', STAGE: 'production' });
  });

  it('ends as the scenario decides, and tells the bus when it begins and when it ends', async () => {
    const { startBuild, read, peer, pass, emitted, lines } = await start();
    peer.setOutcomes(() => ({ status: 'FAILED', seconds: 10, message: 'tests failed' }));
    const id = await startBuild();
    await pass(11);
    expect((await read(id))?.phases?.find(({ phaseType }) => phaseType === 'BUILD')).toMatchObject({
      phaseStatus: 'FAILED',
      contexts: [{ message: 'tests failed' }],
    });
    expect(
      emitted.map(({ detail }) => (detail as Record<string, unknown>)['build-status']),
    ).toEqual(['IN_PROGRESS', 'FAILED']);
    expect(emitted[1]).toMatchObject({
      detailType: 'CodeBuild Build State Change',
      resources: [`arn:aws:codebuild:us-east-1:123456789012:build/${id}`],
    });
    expect(lines).toContain('[Container] Phase complete: BUILD State: FAILED');
  });

  it('exports variables and has its effect only when it succeeds', async () => {
    const { startBuild, read, peer, pass } = await start();
    const effects: string[] = [];
    peer.setOutcomes(({ id }) => ({
      status: effects.length === 0 ? 'SUCCEEDED' : 'FAILED',
      exports: { DIGEST: 'sha256:1' },
      effect: () => void effects.push(id),
    }));
    const first = await startBuild();
    await pass(100);
    const second = await startBuild();
    await pass(100);
    expect(effects).toEqual([first]);
    expect((await read(first))?.exportedEnvironmentVariables).toEqual([
      { name: 'DIGEST', value: 'sha256:1' },
    ]);
    expect((await read(second))?.exportedEnvironmentVariables).toEqual([]);
  });

  it('times out with its project', async () => {
    const { startBuild, read, peer, pass } = await start(5);
    peer.setOutcomes(() => ({ status: 'SUCCEEDED', seconds: 3600 }));
    const id = await startBuild();
    await pass(301);
    const build = await read(id);
    expect(build?.buildStatus).toBe('TIMED_OUT');
    expect(build?.endTime?.getTime()).toBe((build?.startTime?.getTime() ?? 0) + 300_000);
  });

  it('can be stopped, once', async () => {
    const { startBuild, read, pass, client } = await start();
    const id = await startBuild();
    await pass(30);
    await client.send(new StopBuildCommand({ id }));
    await pass(300);
    const { buildStatus, endTime } = (await read(id)) ?? {};
    expect(buildStatus).toBe('STOPPED');
    await client.send(new StopBuildCommand({ id }));
    expect((await read(id))?.endTime).toEqual(endTime);
  });

  it('is started once for one token', async () => {
    const { client } = await start();
    const input = { projectName: 'auth-build', idempotencyToken: 'release-1' };
    await client.send(new StartBuildCommand(input));
    await client.send(new StartBuildCommand(input));
    const { ids } = await client.send(
      new ListBuildsForProjectCommand({ projectName: 'auth-build' }),
    );
    expect(ids).toHaveLength(1);
  });
});

describe('a written time', () => {
  it.each([
    ['2017-09-01T16:12:29Z', 'Sep 1, 2017 4:12:29 PM'],
    ['2027-01-11T00:05:09Z', 'Jan 11, 2027 12:05:09 AM'],
    ['2027-12-31T12:00:00Z', 'Dec 31, 2027 12:00:00 PM'],
  ])('for %s reads %s', (iso, text) => {
    expect(written(new Date(iso))).toBe(text);
  });
});
