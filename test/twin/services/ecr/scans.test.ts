import { DescribeImageScanFindingsCommand, StartImageScanCommand } from '@aws-sdk/client-ecr';
import { describe, expect, it } from 'vitest';
import { REPOSITORY, startRegistry } from './start-registry.ts';

const repositoryName = REPOSITORY;
const onPush = { imageScanningConfiguration: { scanOnPush: true } };
const imageId = { imageTag: '1' };

describe('a scan on push', () => {
  it('takes a while, then tells what the scenario set', async () => {
    const { peer, registry, events, pass } = await startRegistry(onPush);
    const digest = peer.push({
      repositoryName,
      tags: ['1'],
      scan: { findings: { CRITICAL: 2, LOW: 0 }, seconds: 30 },
    });
    const describeScan = () =>
      registry.send(new DescribeImageScanFindingsCommand({ repositoryName, imageId }));
    expect((await describeScan()).imageScanStatus?.status).toBe('IN_PROGRESS');
    await pass(31);
    expect((await describeScan()).imageScanFindings?.findingSeverityCounts).toEqual({
      CRITICAL: 2,
    });
    expect(events.at(-1)).toMatchObject({
      detailType: 'ECR Image Scan',
      resources: [`arn:aws:ecr:us-east-1:123456789012:repository/${REPOSITORY}`],
      detail: {
        'scan-status': 'COMPLETE',
        'finding-severity-counts': { CRITICAL: 2 },
        'image-digest': digest,
        'image-tags': ['1'],
      },
    });
  });

  it('can fail', async () => {
    const { peer, events, pass } = await startRegistry(onPush);
    peer.push({ repositoryName, tags: ['1'], scan: { findings: {}, fails: true } });
    await pass(60);
    expect(events.at(-1)?.detail).toMatchObject({ 'scan-status': 'FAILED' });
  });
});

describe('a scan on demand', () => {
  it('is unknown until it was asked for, and refused the second time within a day', async () => {
    const { peer, registry, pass } = await startRegistry();
    peer.push({ repositoryName, tags: ['1'] });
    await expect(
      registry.send(new DescribeImageScanFindingsCommand({ repositoryName, imageId })),
    ).rejects.toMatchObject({ name: 'ScanNotFoundException' });
    await registry.send(new StartImageScanCommand({ repositoryName, imageId }));
    await pass(3600);
    await expect(
      registry.send(new StartImageScanCommand({ repositoryName, imageId })),
    ).rejects.toMatchObject({ name: 'LimitExceededException' });
    await pass(24 * 3600);
    await registry.send(new StartImageScanCommand({ repositoryName, imageId }));
  });
});
