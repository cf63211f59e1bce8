import { describe, expect, it } from 'vitest';
import { errorIn, isVersionToBlame } from '../../../core/rollback/blame.ts';

const nothing = { name: '', message: '' };

describe('a version that was taken back', () => {
  it.each([
    ['breach', true],
    ['check-failed', true],
    ['inconclusive', true],
    ['engine-failed', true],
    ['tasks-missing', true],
    ['lost', false],
    ['operator', false],
  ] as const)('after %s is to blame: %s', (cause, expected) => {
    expect(isVersionToBlame(cause, [nothing])).toBe(expected);
  });

  it.each([
    ['THROTTLED: Operations were throttled.', false],
    ['INTERNAL_ERROR: something went wrong', false],
    ['IAM_ROLE_PERMISSIONS: the role does not give you permission', false],
    ['CodeDeploy.ThrottlingException: Rate exceeded', false],
    ['ElasticLoadBalancingV2.ThrottlingException: Rate exceeded', false],
    ['Lambda.TooManyRequestsException: Rate Exceeded.', false],
    ['DynamoDB.ProvisionedThroughputExceededException: too many', false],
    ['ECS_UPDATE_ERROR: the service could not be updated: Rate exceeded', false],
    ['Spillway.Unavailable: ecs: no answer', false],
    ['Spillway.NotReady: E224 alarm x is ALARM', false],
    ['Spillway.PreflightFailed: E222 alarm x is not found', false],
    [
      'ElasticLoadBalancingV2.ElasticLoadBalancingV2Exception: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: elasticloadbalancing:ModifyRule on resource: y',
      false,
    ],
    ['ValidationException: User is missing the following permissions: ecs:UpdateService', false],
    ['CodeDeploy.AccessDeniedException: User: x is denied', false],
    ['AccessDenied: Access Denied', false],
    ['ECS_UPDATE_ERROR: the service could not be updated', true],
    ['ValidationException: the task definition has no such container', true],
    ['TIMEOUT: the replacement task set did not become stable', true],
    ['MANUAL_STOP: the deployment was stopped', false],
    ['ALARM_ACTIVE: one or more alarms have been activated', true],
    ['HEALTH_CONSTRAINTS: too few healthy', true],
    ['Spillway.DeploymentFailed: deployment d-1 is InProgress', true],
    ['States.Timeout: ', true],
    ['the deployment d-1 ended by itself: FAILURE', true],
  ])('of which an engine says "%s" is to blame: %s', (reason, expected) => {
    expect(isVersionToBlame('engine-failed', [errorIn(reason)])).toBe(expected);
  });

  it.each([
    ['1 of 2 targets are healthy, 20 min after its guard was over', true],
    ['1 of 2 targets are healthy: (service x) has started 1 tasks: (task 1).', true],
    [
      '1 of 2 targets are healthy: (service x) was unable to place a task. Reason: Capacity.',
      false,
    ],
  ])('whose tasks are missing with "%s" is to blame: %s', (reason, expected) => {
    const errors = [errorIn(`Spillway.TasksMissing: ${reason}`)];
    expect(isVersionToBlame('tasks-missing', errors)).toBe(expected);
  });

  it('is not excused by AWS where a threshold was crossed', () => {
    expect(isVersionToBlame('breach', [errorIn('THROTTLED: Operations were throttled.')])).toBe(
      true,
    );
  });

  it('is excused by one of two errors: the machine tells less than the deployment', () => {
    const errors = [
      errorIn('Spillway.DeploymentFailed: deployment d-1 is Failed'),
      errorIn('THROTTLED: x'),
    ];
    expect(isVersionToBlame('engine-failed', errors)).toBe(false);
  });
});
