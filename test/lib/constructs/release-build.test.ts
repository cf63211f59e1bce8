import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import { describe, expect, it } from 'vitest';
import { ReleaseBuild, type ReleaseBuildProps } from '../../../lib/index.ts';
import { emptyStack, specWith, templateOf } from './support.ts';

const fromSource = specWith({
  top: 'build: { kind: source, project: shop-build, directory: services/shop, timeout: 20m }',
});

function build(props: Partial<ReleaseBuildProps> = {}) {
  const stack = emptyStack();
  new ReleaseBuild(stack, 'Build', {
    spec: fromSource,
    repository: new ecr.Repository(stack, 'Repository'),
    source: codebuild.Source.gitHub({ owner: 'example', repo: 'shop' }),
    ...props,
  });
  return templateOf(stack);
}

const echoing = {
  lint: 'echo ran-lint',
  unit: 'echo ran-unit',
  mutation: 'echo ran-mutation',
  contract: 'echo ran-contract',
  scan: 'echo ran-scan',
};

/** The one command of the buildspec, as the template has it. */
function script(): string {
  const [project] = Object.values(
    build({ commands: echoing }).findResources('AWS::CodeBuild::Project'),
  );
  const text = JSON.parse(project?.['Properties'].Source.BuildSpec) as {
    phases: { build: { commands: string[] } };
  };
  return text.phases.build.commands.join('\n');
}

describe('a build from source', () => {
  it('is the project of the spec, with its time limit', () => {
    build().hasResourceProperties('AWS::CodeBuild::Project', {
      Name: 'shop-build',
      TimeoutInMinutes: 20,
      Source: { Type: 'GITHUB', BuildSpec: Match.anyValue() },
    });
  });

  it('refuses a service that is not built from source', () => {
    expect(() => build({ spec: specWith() })).toThrow('its build is "verify"');
  });
});

describe('the script of a build', () => {
  const home = mkdtempSync(join(tmpdir(), 'spillway-build-'));
  mkdirSync(join(home, 'services', 'shop'), { recursive: true });
  const text = script();
  const run = (asked: Readonly<Record<string, string>>) =>
    spawnSync('bash', ['-c', text], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        CODEBUILD_SRC_DIR: home,
        REPOSITORY_URI: 'registry/shop',
        REGISTRY: 'registry',
        SPILLWAY_VERSION: 'v1.0.0',
        SPILLWAY_DIRECTORY: 'services/shop',
        SPILLWAY_STAGES: 'lint unit',
        ...asked,
      },
    });

  it('runs the stages that were asked for, in their order', () => {
    const { stdout, status } = run({ SPILLWAY_STAGES: 'scan lint' });
    expect(stdout.match(/ran-\w+/g)).toEqual(['ran-scan', 'ran-lint']);
    expect(status).toBe(0);
  });

  it.each([
    ['a stage that is none', { SPILLWAY_STAGES: 'lint destroy unit' }, 'there is no such stage'],
    ['a command as a stage', { SPILLWAY_STAGES: '$(touch${IFS}pwned)' }, 'there is no such stage'],
    ['a wildcard as a stage', { SPILLWAY_STAGES: '*' }, 'there is no such stage: *'],
    ['a version that is no tag', { SPILLWAY_VERSION: 'v1; touch pwned' }, 'is no image tag'],
    ['a command as a version', { SPILLWAY_VERSION: '$(touch pwned)' }, 'is no image tag'],
    ['a version of two lines', { SPILLWAY_VERSION: 'v1\ntouch pwned' }, 'is no image tag'],
    ['a directory with a command', { SPILLWAY_DIRECTORY: '$(touch pwned)' }, 'No such file'],
    ['a directory that is an option', { SPILLWAY_DIRECTORY: '-P' }, 'No such file'],
  ])('ends at %s', (_, asked, message) => {
    const { status, stderr } = run(asked);
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
    expect(spawnSync('find', [home, '-name', 'pwned'], { encoding: 'utf8' }).stdout).toBe('');
  });

  it('stops at the first stage that fails', () => {
    const failing = text.replace('echo ran-lint', 'false');
    const { stdout, status } = spawnSync('bash', ['-c', failing], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        CODEBUILD_SRC_DIR: home,
        REPOSITORY_URI: 'r',
        SPILLWAY_VERSION: 'v1',
        SPILLWAY_DIRECTORY: '.',
        SPILLWAY_STAGES: 'lint unit',
      },
    });
    expect(status).not.toBe(0);
    expect(stdout).not.toContain('ran-unit');
  });
});
