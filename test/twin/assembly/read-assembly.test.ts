// Assemblies as CDK writes them: stages, regions, order, files; and values that cross regions.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { App, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../../twin/assembly/index.ts';
import { lambda } from '../../../twin/services/lambda/index.ts';
import { logs } from '../../../twin/services/logs/index.ts';
import { sns } from '../../../twin/services/sns/index.ts';
import { ssm } from '../../../twin/services/ssm/index.ts';
import { judgedTwin } from './builders.ts';

const account = '123456789012';

function synth(build: (app: App) => void): string {
  const outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
  const app = new App({ outdir, context: { 'aws:cdk:bundling-stacks': [] } });
  build(app);
  app.synth();
  return outdir;
}

describe('an assembly', () => {
  it('lists stacks of stages with their names and regions', () => {
    const directory = synth((app) => {
      const stage = new Stage(app, 'Production', { env: { account, region: 'eu-west-1' } });
      new Topic(new Stack(stage, 'Shop'), 'Topic');
      new Topic(new Stack(app, 'Anywhere'), 'Topic');
    });
    const { stacks } = readAssembly(directory);
    expect(stacks.map(({ stackName, region, account }) => [stackName, region, account])).toEqual(
      expect.arrayContaining([
        ['Production-Shop', 'eu-west-1', account],
        ['Anywhere', undefined, undefined],
      ]),
    );
  });

  it('puts stacks after those that they need', () => {
    const directory = synth((app) => {
      const first = new Stack(app, 'A');
      const second = new Stack(app, 'B');
      first.addDependency(second);
    });
    expect(readAssembly(directory).stacks.map(({ id }) => id)).toEqual(['B', 'A']);
  });

  it('carries the text of documents, templates of nested stacks among them', () => {
    const directory = synth((app) => {
      new Topic(new NestedStack(new Stack(app, 'Outer'), 'Inner'), 'Topic');
    });
    const [stack] = readAssembly(directory).stacks;
    const texts = [...(stack?.assets.values() ?? [])].flatMap((asset) =>
      asset.kind === 'document' ? [asset.text] : [],
    );
    expect(texts.some((text) => text.includes('AWS::SNS::Topic'))).toBe(true);
  });

  it('that is not there is refused', () => {
    expect(() => readAssembly('/nowhere')).toThrow(
      'there is no cloud assembly in /nowhere, which would have a manifest.json',
    );
  });

  it('hands values from region to region', async () => {
    const directory = synth((app) => {
      const stack = (id: string, region: string) =>
        new Stack(app, id, { env: { account, region }, crossRegionReferences: true });
      const topic = new Topic(stack('First', 'us-east-1'), 'Topic');
      new StringParameter(stack('Second', 'eu-west-1'), 'Where', {
        parameterName: '/where',
        stringValue: topic.topicArn,
      });
    });
    const { client, deploy } = judgedTwin([lambda, logs, sns, ssm]);
    const deployment = await deploy(readAssembly(directory));
    expect(deployment.ignored).toEqual([]);
    const { Parameter } = await client(SSMClient, { region: 'eu-west-1' }).send(
      new GetParameterCommand({ Name: '/where' }),
    );
    expect(Parameter?.Value).toBe(
      [...deployment.stack('First').resources.values()].find(
        ({ type }) => type === 'AWS::SNS::Topic',
      )?.physicalId,
    );
  });
});
