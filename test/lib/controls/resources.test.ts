// How things are set up: the security controls on machines, functions, repositories and environments.
import { describe, expect, it } from 'vitest';
import { fieldsOf, listOf } from '../support/policies.ts';
import { shopTemplates } from '../support/shop-templates.ts';

const shop = shopTemplates();

describe('control 5: every state machine', () => {
  it('logs all of its events without data, and is traced', () => {
    const machines = shop.resources('AWS::StepFunctions::StateMachine');
    expect(machines.length).toBeGreaterThan(10);
    for (const { properties } of machines) {
      expect(properties['LoggingConfiguration']).toMatchObject({
        Level: 'ALL',
        IncludeExecutionData: false,
      });
      expect(properties['TracingConfiguration']).toEqual({ Enabled: true });
      expect(JSON.stringify(properties['DefinitionString'])).toContain('TimeoutSeconds');
    }
  });
});

describe('control 6: functions', () => {
  const functions = shop
    .resources('AWS::Lambda::Function')
    .filter(({ stack }) => stack === 'Spillway');
  const named = (name: string) =>
    functions.find(({ id }) => id.startsWith(`ReleasesFunctions${name}`))?.properties ?? {};

  it.each(['deciderollback', 'finishrollback', 'sweepreleases'])(
    'keep concurrency free for %s',
    (name) => expect(named(name)['ReservedConcurrentExecutions']).toBe(5),
  );

  it('are never tried again by Lambda, and forget what is older than a quarter of an hour', () => {
    const configs = shop.resources('AWS::Lambda::EventInvokeConfig');
    expect(configs).toHaveLength(functions.length);
    for (const { properties } of configs) {
      expect(properties['MaximumRetryAttempts']).toBe(0);
      expect(properties['MaximumEventAgeInSeconds']).toBeLessThanOrEqual(900);
    }
  });

  it('say where a sweep goes that failed', () => {
    const config = shop
      .resources('AWS::Lambda::EventInvokeConfig')
      .find(({ id }) => id.startsWith('ReleasesFunctionssweepreleases'));
    expect(config?.properties['DestinationConfig']).toHaveProperty('OnFailure');
  });
});

describe('control 8: every repository', () => {
  const repositories = shop.resources('AWS::ECR::Repository');

  it('has tags that stay, scans what is pushed, and takes pushes of this account only', () => {
    expect(repositories).toHaveLength(4);
    for (const { properties } of repositories) {
      expect(properties['ImageTagMutability']).toBe('IMMUTABLE');
      expect(properties['ImageScanningConfiguration']).toEqual({ ScanOnPush: true });
      expect(JSON.stringify(properties['RepositoryPolicyText'])).toContain('"Effect":"Deny"');
    }
  });

  it('spares held images before it expires any', () => {
    for (const { properties } of repositories) {
      const { LifecyclePolicyText } = fieldsOf(properties['LifecyclePolicy']);
      const { rules } = JSON.parse(String(LifecyclePolicyText)) as {
        rules: { rulePriority: number; selection: { tagPrefixList?: string[] } }[];
      };
      const first = rules.toSorted((a, b) => a.rulePriority - b.rulePriority)[0];
      expect(first?.selection.tagPrefixList).toEqual(['hold-']);
    }
  });
});

describe('control 10: no secrets', () => {
  const SECRET = /KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL/i;

  it('are in environment variables', () => {
    const variables = [
      ...shop
        .resources('AWS::Lambda::Function')
        .flatMap(({ properties }) =>
          Object.keys(fieldsOf(fieldsOf(properties['Environment'])['Variables'])),
        ),
      ...shop
        .resources('AWS::ECS::TaskDefinition')
        .flatMap(({ properties }) =>
          listOf(properties['ContainerDefinitions']).flatMap((container) =>
            listOf(fieldsOf(container)['Environment']).map((each) =>
              String(fieldsOf(each)['Name']),
            ),
          ),
        ),
      ...shop
        .resources('AWS::CodeBuild::Project')
        .flatMap(({ properties }) =>
          listOf(fieldsOf(properties['Environment'])['EnvironmentVariables']).map((each) =>
            String(fieldsOf(each)['Name']),
          ),
        ),
    ];
    expect(variables.length).toBeGreaterThan(50);
    expect(variables.filter((name) => SECRET.test(name))).toEqual([]);
  });
});
