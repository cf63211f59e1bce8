import { ListImagesCommand, PutLifecyclePolicyCommand } from '@aws-sdk/client-ecr';
import { describe, expect, it } from 'vitest';
import { expired, parseLifecyclePolicy } from '../../../../twin/services/ecr/lifecycle-policy.ts';
import { REPOSITORY, startRegistry } from './start-registry.ts';

const DAY_MS = 24 * 60 * 60_000;
const NOW = 100 * DAY_MS;

const rule = (rulePriority: number, selection: object) => ({
  rulePriority,
  selection,
  action: { type: 'expire' },
});
const policy = (...rules: object[]) => JSON.stringify({ rules });
const image = (
  digest: string,
  ageDays: number,
  tags: string[] = [],
  references: string[] = [],
) => ({
  digest,
  tags: new Set(tags),
  references,
  pushedAt: new Date(NOW - ageDays * DAY_MS),
});

const keepTwo = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 2 };
const oldUntagged = {
  tagStatus: 'untagged',
  countType: 'sinceImagePushed',
  countUnit: 'days',
  countNumber: 7,
};

describe('a lifecycle policy', () => {
  it.each([
    {
      case: 'keeps the newest by count',
      rules: [rule(1, keepTwo)],
      images: [image('a', 3), image('b', 2), image('c', 1)],
      gone: ['a'],
    },
    {
      case: 'expires untagged images by age',
      rules: [rule(1, oldUntagged)],
      images: [image('a', 8), image('b', 7), image('c', 9, ['1'])],
      gone: ['a'],
    },
    {
      case: 'protects what a rule of higher priority has matched',
      rules: [
        rule(1, { ...keepTwo, tagStatus: 'tagged', tagPrefixList: ['stable'] }),
        rule(2, { ...keepTwo, countNumber: 1 }),
      ],
      images: [image('a', 9, ['stable-1']), image('b', 2, ['1.0']), image('c', 1, ['1.1'])],
      gone: ['b'],
    },
    {
      case: 'wants each pattern to match a tag',
      rules: [
        rule(1, {
          ...keepTwo,
          countNumber: 1,
          tagStatus: 'tagged',
          tagPatternList: ['1.*', '*-rc'],
        }),
      ],
      images: [image('a', 3, ['1.0', 'x-rc']), image('b', 2, ['1.1']), image('c', 1, ['1.2-rc'])],
      gone: ['a'],
    },
    {
      case: 'spares what an index lists',
      rules: [rule(1, oldUntagged)],
      images: [image('a', 8), image('i', 8, ['1'], ['a'])],
      gone: [],
    },
  ])('$case', ({ rules, images, gone }) => {
    const result = expired(parseLifecyclePolicy(policy(...rules)), images, NOW);
    expect([...result.keys()].map(({ digest }) => digest)).toEqual(gone);
  });

  it.each([
    ['no rules', policy()],
    ['no JSON', '{'],
    ['twice the same priority', policy(rule(1, oldUntagged), rule(1, keepTwo))],
    ['any before others', policy(rule(1, keepTwo), rule(2, oldUntagged))],
    ['tagged without tags', policy(rule(1, { ...keepTwo, tagStatus: 'tagged' }))],
    [
      'an action that is not simulated',
      policy({ ...rule(1, keepTwo), action: { type: 'transition' } }),
    ],
  ])('with %s is refused', (_, text) => {
    expect(() => parseLifecyclePolicy(text)).toThrow(/Lifecycle policy validation failure/);
  });
});

describe('the evaluation of a policy', () => {
  it('comes once a day, deletes with events, and stops when nothing is left to expire', async () => {
    const { peer, registry, events, pump } = await startRegistry();
    for (const tag of ['1', '2', '3']) peer.push({ repositoryName: REPOSITORY, tags: [tag] });
    await registry.send(
      new PutLifecyclePolicyCommand({
        repositoryName: REPOSITORY,
        lifecyclePolicyText: policy(rule(1, keepTwo)),
      }),
    );
    await pump.run();
    const { imageIds } = await registry.send(new ListImagesCommand({ repositoryName: REPOSITORY }));
    expect(imageIds?.map(({ imageTag }) => imageTag)).toEqual(['2', '3']);
    expect(events.at(-1)?.detail).toMatchObject({ 'action-type': 'DELETE', 'image-tag': '1' });
  });
});
