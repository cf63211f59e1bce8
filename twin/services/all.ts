// Every service that the twin simulates.
import type { ServiceDefinition } from '../host/service.ts';
import { applicationAutoscaling } from './application-autoscaling/index.ts';
import { codebuild } from './codebuild/index.ts';
import { codedeploy } from './codedeploy/index.ts';
import { dynamodb } from './dynamodb/index.ts';
import { ecr } from './ecr/index.ts';
import { ecs } from './ecs/index.ts';
import { elasticloadbalancing } from './elasticloadbalancing/index.ts';
import { type EventsOptions, eventsService } from './events/index.ts';
import { lambda } from './lambda/index.ts';
import { logs } from './logs/index.ts';
import { monitoring } from './monitoring/index.ts';
import { s3 } from './s3/index.ts';
import { scheduler } from './scheduler/index.ts';
import { secretsmanager } from './secretsmanager/index.ts';
import { sns } from './sns/index.ts';
import { sqs } from './sqs/index.ts';
import { ssm } from './ssm/index.ts';
import { type StatesOptions, statesService } from './states/index.ts';
import { sts } from './sts/index.ts';

export interface ServicesOptions {
  readonly events?: EventsOptions;
  readonly states?: StatesOptions;
}

export const allServices = ({
  events = {},
  states = {},
}: ServicesOptions = {}): readonly ServiceDefinition[] => [
  applicationAutoscaling,
  codebuild,
  codedeploy,
  dynamodb,
  ecr,
  ecs,
  elasticloadbalancing,
  eventsService(events),
  lambda,
  logs,
  monitoring,
  s3,
  scheduler,
  secretsmanager,
  sns,
  sqs,
  ssm,
  statesService(states),
  sts,
];
