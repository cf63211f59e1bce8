// The tables of all services, by the name that signs their requests.
import type { ServiceId } from '../../host/call-context.ts';
import { compilePattern } from '../pattern.ts';
import { codedeployActions } from './codedeploy.ts';
import { dynamodbActions } from './dynamodb.ts';
import { ecsActions } from './ecs.ts';
import { elasticloadbalancingActions } from './elasticloadbalancing.ts';
import { eventsActions } from './events.ts';
import { codebuildActions, ecrActions } from './images-and-builds.ts';
import { lambdaActions } from './lambda.ts';
import { logsActions } from './logs.ts';
import { monitoringActions } from './monitoring.ts';
import { snsActions, sqsActions } from './queues-and-topics.ts';
import { s3Actions } from './s3.ts';
import {
  scalingActions,
  schedulerActions,
  secretsmanagerActions,
  ssmActions,
  stsActions,
} from './settings.ts';
import { statesActions } from './states.ts';
import type { Demand, Scope, ServiceActions } from './table.ts';

const ACTIONS: Readonly<Record<ServiceId, ServiceActions>> = {
  'application-autoscaling': scalingActions,
  codebuild: codebuildActions,
  codedeploy: codedeployActions,
  dynamodb: dynamodbActions,
  ecr: ecrActions,
  ecs: ecsActions,
  elasticloadbalancing: elasticloadbalancingActions,
  events: eventsActions,
  lambda: lambdaActions,
  logs: logsActions,
  monitoring: monitoringActions,
  s3: s3Actions,
  scheduler: schedulerActions,
  secretsmanager: secretsmanagerActions,
  sns: snsActions,
  sqs: sqsActions,
  ssm: ssmActions,
  states: statesActions,
  sts: stsActions,
};

/** What a call needs: an action on a resource, one by one. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  readonly keys: Demand['keys'];
  readonly tried: boolean;
}

export interface DescribedCall {
  readonly service: ServiceId;
  readonly operation: string;
  readonly input: object;
}

export function needsOf({ service, operation, input }: DescribedCall, at: Scope): readonly Need[] {
  const { prefix, rules } = ACTIONS[service];
  const demands = rules[operation]?.(input, at) ?? {};
  return (isList(demands) ? demands : [demands]).flatMap((demand) =>
    (demand.on ?? ['*']).map((resource) => ({
      action: demand.action ?? `${prefix}:${operation}`,
      resource,
      keys: demand.keys,
      tried: demand.tried ?? false,
    })),
  );
}

/** Whether the twin can see an action being used: what it cannot see, it must not call unused. */
export function isSimulatedAction(action: string): boolean {
  const [prefix = '', name = ''] = action.split(':');
  if (prefix === 'iam') return name === 'PassRole';
  const seen = SEEN.get(prefix);
  if (seen === undefined) return PREFIXES.has(prefix) && !UNSEEN.test(action);
  const isMeant = compilePattern(name);
  return seen.some((each) => isMeant(each, () => new Map()));
}

/**
 * Rights that AWS uses behind its own APIs, where no call can be seen: pulling images for tasks,
 * writing the logs of functions and containers, delivering the logs of state machines.
 */
const UNSEEN = new RegExp(
  [
    '^ecr:(BatchCheckLayerAvailability|BatchGetImage|GetAuthorizationToken|GetDownloadUrlForLayer)$',
    '^logs:(CreateLogGroup|CreateLogStream|PutLogEvents|.*LogDeliver.*|.*ResourcePolic.*)$',
  ].join('|'),
);

const SEEN = new Map(
  Object.values(ACTIONS).flatMap(({ prefix, seen }) =>
    seen === undefined ? [] : [[prefix, seen]],
  ),
);

const PREFIXES = new Set(Object.values(ACTIONS).map(({ prefix }) => prefix));

const isList = (value: Demand | readonly Demand[]): value is readonly Demand[] =>
  Array.isArray(value);
