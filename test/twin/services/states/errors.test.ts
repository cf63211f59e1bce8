import type * as lambdaSdk from '@aws-sdk/client-lambda';
import { describe, expect, it } from 'vitest';
import { AwsError, LostCall } from '../../../../twin/host/aws-error.ts';
import { defineService } from '../../../../twin/host/service.ts';
import { JSONATA, startStates } from './start-states.ts';

/** A Lambda whose functions fail as their names say, so many times, and then return `"done"`. */
function failingLambda(failures = Number.POSITIVE_INFINITY) {
  let calls = 0;
  return defineService<typeof lambdaSdk, undefined>({
    id: 'lambda',
    load: () => import('@aws-sdk/client-lambda'),
    create: () => ({
      peer: undefined,
      operations: {
        Invoke({ FunctionName = '' }) {
          calls += 1;
          if (calls > failures) return answer('"done"');
          if (FunctionName === 'lost') throw new LostCall('no answer');
          if (FunctionName === 'busy')
            throw new AwsError('TooManyRequestsException', 'Rate exceeded');
          if (FunctionName === 'gone') throw new AwsError('ResourceNotFoundException', 'not found');
          if (FunctionName === 'denied')
            throw new AwsError('AccessDeniedException', 'not authorized');
          const error = { errorType: 'OrderError', errorMessage: 'no stock' };
          return { ...answer(JSON.stringify(error)), FunctionError: 'Unhandled' };
        },
      },
    }),
  });
}

const answer = (text: string) => ({
  StatusCode: 200,
  ExecutedVersion: '$LATEST',
  Payload: Buffer.from(text) as never,
});

const invoke = (FunctionName: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName },
  End: true,
  ...more,
});

describe('errors of tasks', () => {
  it.each([
    ['lost', 'Lambda.SdkClientException'],
    ['busy', 'Lambda.TooManyRequestsException'],
    ['gone', 'Lambda.ResourceNotFoundException'],
    ['denied', 'Lambda.AWSLambdaException'],
    ['fails', 'OrderError'],
  ])('%s is named %s', async (name, error) => {
    const { run } = startStates({ services: [failingLambda()] });
    expect(await run({ T: invoke(name) })).toMatchObject({ status: 'FAILED', error });
  });

  it('are named by the class of the service for calls through the SDK', async () => {
    const { run } = startStates({ services: [failingLambda()] });
    const task = { ...invoke('denied'), Resource: 'arn:aws:states:::aws-sdk:lambda:invoke' };
    expect(await run({ T: task })).toMatchObject({
      error: 'Lambda.LambdaException',
      cause: expect.stringMatching(
        /^not authorized \(Service: Lambda, Status Code: 400, Request ID: [\w-]+\) \(SDK Attempt Count: 1\)$/,
      ),
    });
  });

  it('are retried with growing intervals, up to the longest', async () => {
    const { run, history } = startStates({ services: [failingLambda(4)] });
    const Retry = [
      { ErrorEquals: ['OrderError'], IntervalSeconds: 2, MaxAttempts: 4, MaxDelaySeconds: 5 },
    ];
    const { status, executionArn } = await run({ T: invoke('fails', { Retry }) });
    expect(status).toBe('SUCCEEDED');
    const scheduled = (await history(executionArn)).filter(({ type }) => type === 'TaskScheduled');
    const gaps = scheduled
      .slice(1)
      .map(({ timestamp }, index) =>
        Math.floor(
          ((timestamp?.getTime() ?? 0) - (scheduled[index]?.timestamp?.getTime() ?? 0)) / 1000,
        ),
      );
    expect(gaps).toEqual([2, 4, 5, 5]);
  });

  it('are retried at random moments with full jitter, the same for the same seed', async () => {
    const Retry = [
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 100, MaxAttempts: 2, JitterStrategy: 'FULL' },
    ];
    const durations = [];
    for (const seed of [1, 1, 2]) {
      const { run } = startStates({ services: [failingLambda(2)], seed });
      const { startDate, stopDate } = await run({ T: invoke('fails', { Retry }) });
      durations.push((stopDate?.getTime() ?? 0) - (startDate?.getTime() ?? 0));
    }
    expect(durations[0]).toBe(durations[1]);
    expect(durations[0]).not.toBe(durations[2]);
    expect(Math.max(...durations)).toBeLessThan(310_000);
  });

  it('are caught by the first catcher that names them', async () => {
    const { run } = startStates({ services: [failingLambda()] });
    const Catch = [
      { ErrorEquals: ['Other'], Next: 'Wrong' },
      { ErrorEquals: ['OrderError'], Next: 'Right', Output: '{% $states.errorOutput.Error %}' },
      { ErrorEquals: ['States.ALL'], Next: 'Wrong' },
    ];
    const { Parameters, ...task } = invoke('fails', { Catch });
    const result = await run(
      {
        T: { ...task, Arguments: Parameters },
        Wrong: { Type: 'Fail' },
        Right: { Type: 'Succeed' },
      },
      { top: JSONATA },
    );
    expect(result).toMatchObject({ status: 'SUCCEEDED', output: 'OrderError' });
  });

  it.each([
    ['States.TaskFailed', 'SUCCEEDED'],
    ['States.ALL', 'SUCCEEDED'],
    ['States.Timeout', 'FAILED'],
  ])('caught as %s end %s', async (name, status) => {
    const { run } = startStates({ services: [failingLambda()] });
    const Catch = [{ ErrorEquals: [name], Next: 'Caught' }];
    expect(await run({ T: invoke('fails', { Catch }), Caught: { Type: 'Succeed' } })).toMatchObject(
      {
        status,
      },
    );
  });

  it('of the definition itself are not caught by States.ALL', async () => {
    const { run } = startStates({ services: [failingLambda()] });
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const result = await run({
      T: { ...invoke('fails', { Catch }), InputPath: '$.missing' },
      Caught: { Type: 'Succeed' },
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('limits', () => {
  it('end an execution that has too many events', async () => {
    const { run } = startStates();
    const result = await run({
      A: {
        Type: 'Choice',
        Choices: [{ Variable: '$.end', IsPresent: true, Next: 'B' }],
        Default: 'A',
      },
      B: { Type: 'Succeed' },
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('end a machine that takes too long', async () => {
    const { run } = startStates();
    const result = await run(
      { W: { Type: 'Wait', Seconds: 100, End: true } },
      { top: { TimeoutSeconds: 10 } },
    );
    expect(result).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(result.types.at(-1)).toBe('ExecutionTimedOut');
  });

  it('refuse a result that is too large, which Catch may handle', async () => {
    const { run } = startStates();
    const text = 'x'.repeat(60_000);
    const branch = { StartAt: 'B', States: { B: { Type: 'Pass', Result: text, End: true } } };
    const result = await run({
      P: { Type: 'Parallel', Branches: [branch, branch, branch, branch, branch], End: true },
    });
    expect(result).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });
});
