// The events that a task leaves in the history. Service integrations, Lambda functions and activities each have their own.
import { STATES_ERRORS } from '../errors/names.ts';
import type { StateError } from '../errors/state-error.ts';
import { errorDetails, inputDetails, outputDetails } from '../history/details.ts';
import type { Payload } from '../json.ts';
import type { Frame, Resource } from './model.ts';

export interface TaskRequest {
  readonly resource: Resource;
  readonly arguments: Payload;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
  readonly roleArn: string | null;
}

export interface TaskRecorder {
  scheduled(): void;
  started(workerName: string | undefined): void;
  submitted(output: Payload): void;
  succeeded(output: Payload): void;
  failed(error: StateError): void;
}

export function recorderFor(frame: Frame, request: TaskRequest): TaskRecorder {
  if (request.resource.kind === 'lambda') return lambdaRecorder(frame, request);
  if (request.resource.kind === 'activity') return activityRecorder(frame, request);
  return serviceRecorder(frame, request);
}

const isTimeout = (error: StateError): boolean => error.error === STATES_ERRORS.timeout;

const limits = ({ timeoutSeconds, heartbeatSeconds }: TaskRequest) => ({
  ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
  ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
});

const credentialsOf = ({ roleArn }: TaskRequest) =>
  roleArn === null ? {} : { taskCredentials: { roleArn } };

function serviceRecorder({ execution, thread }: Frame, request: TaskRequest): TaskRecorder {
  const { history, world } = execution;
  const about = { resource: request.resource.action, resourceType: request.resource.service };
  return {
    scheduled() {
      history.add(thread, 'TaskScheduled', {
        taskScheduledEventDetails: {
          ...about,
          region: world.tasks.region,
          parameters: request.arguments.text(),
          ...limits(request),
          ...credentialsOf(request),
        },
      });
      history.add(thread, 'TaskStarted', { taskStartedEventDetails: about });
    },
    started: () => {},
    submitted(output) {
      history.add(thread, 'TaskSubmitted', {
        taskSubmittedEventDetails: { ...about, ...outputDetails(output) },
      });
    },
    succeeded(output) {
      history.add(thread, 'TaskSucceeded', {
        taskSucceededEventDetails: { ...about, ...outputDetails(output) },
      });
    },
    failed(error) {
      const details = { ...about, ...errorDetails(error) };
      if (isTimeout(error))
        history.add(thread, 'TaskTimedOut', { taskTimedOutEventDetails: details });
      else history.add(thread, 'TaskFailed', { taskFailedEventDetails: details });
    },
  };
}

function lambdaRecorder({ execution, thread }: Frame, request: TaskRequest): TaskRecorder {
  const { history } = execution;
  return {
    scheduled() {
      history.add(thread, 'LambdaFunctionScheduled', {
        lambdaFunctionScheduledEventDetails: {
          resource: request.resource.arn,
          ...inputDetails(request.arguments),
          ...(request.timeoutSeconds === undefined
            ? {}
            : { timeoutInSeconds: request.timeoutSeconds }),
          ...credentialsOf(request),
        },
      });
      history.add(thread, 'LambdaFunctionStarted');
    },
    started: () => {},
    submitted: () => {},
    succeeded(output) {
      history.add(thread, 'LambdaFunctionSucceeded', {
        lambdaFunctionSucceededEventDetails: outputDetails(output),
      });
    },
    failed(error) {
      const details = errorDetails(error);
      if (isTimeout(error)) {
        history.add(thread, 'LambdaFunctionTimedOut', {
          lambdaFunctionTimedOutEventDetails: details,
        });
      } else {
        history.add(thread, 'LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: details });
      }
    },
  };
}

function activityRecorder({ execution, thread }: Frame, request: TaskRequest): TaskRecorder {
  const { history } = execution;
  return {
    scheduled() {
      history.add(thread, 'ActivityScheduled', {
        activityScheduledEventDetails: {
          resource: request.resource.arn,
          ...inputDetails(request.arguments),
          ...limits(request),
        },
      });
    },
    started(workerName) {
      history.add(thread, 'ActivityStarted', {
        activityStartedEventDetails: workerName === undefined ? {} : { workerName },
      });
    },
    submitted: () => {},
    succeeded(output) {
      history.add(thread, 'ActivitySucceeded', {
        activitySucceededEventDetails: outputDetails(output),
      });
    },
    failed(error) {
      const details = errorDetails(error);
      if (isTimeout(error)) {
        history.add(thread, 'ActivityTimedOut', { activityTimedOutEventDetails: details });
      } else history.add(thread, 'ActivityFailed', { activityFailedEventDetails: details });
    },
  };
}
