// Everything that leads releases: functions, machines, table, topics, rules, the sweep, and the way in for operators.
import { Duration, Stack } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import * as schedulerTargets from 'aws-cdk-lib/aws-scheduler-targets';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { environmentNames } from '../../core/contract/environment-names.ts';
import {
  repositoryParameterName,
  type Site,
  siteParameterName,
  specParameterName,
} from '../../core/contract/site.ts';
import type { MachineName } from '../../core/contract/substitutions.ts';
import type { Spec } from '../../core/spec/spec.ts';
import { grantMachines } from './machine-permissions.ts';
import { type AnyFunctionName, ReleaseFunctions } from './release-functions.ts';
import { ReleaseMachines } from './release-machines.ts';
import { applyGrant, arnIn, type Grant, type SiteArns, siteGrants } from './release-permissions.ts';
import { ReleaseRules } from './release-rules.ts';
import type { IReleaseSite } from './release-site.ts';
import { ReleaseStore } from './release-store.ts';
import { ReleaseTopics } from './release-topics.ts';

export interface ReleaseOrchestratorProps {
  /**
   * What the machines are called after; one orchestrator of a name in a region.
   *
   * @default 'spillway'
   */
  readonly name?: string;
  /**
   * Where http checks run from: they must reach the test listeners.
   *
   * @default - outside of any network, which reaches only what the internet reaches
   */
  readonly vpc?: ec2.IVpc;
  /**
   * The cluster and subnets in which checks of the kind `ecs-task` run.
   *
   * @default - such checks fail
   */
  readonly checks?: { readonly clusterArn: string; readonly subnetIds: readonly string[] };
  /**
   * The listener rule priority that is Spillway's own: nothing else may use it.
   *
   * @default 1
   */
  readonly overlayPriority?: number;
  /**
   * The name below which the registry lies in Parameter Store.
   *
   * @default '/spillway'
   */
  readonly registryPrefix?: string;
}

/** Machines that wait with a task token: an alarm or an operator wakes them. */
const WAITING: readonly MachineName[] = [
  'visit-environment',
  'walk-phases',
  'switch-traffic',
  'guard-environment',
  'deploy-rolling',
];

const SWEEP_EVERY = Duration.minutes(1);

export class ReleaseOrchestrator extends Construct {
  readonly store: ReleaseStore;
  readonly topics: ReleaseTopics;
  readonly functions: ReleaseFunctions;
  readonly machines: ReleaseMachines;
  readonly rules: ReleaseRules;
  readonly operateUrl: lambda.FunctionUrl;
  readonly #name: string;
  readonly #registryPrefix: string;

  constructor(scope: Construct, id: string, props: ReleaseOrchestratorProps = {}) {
    super(scope, id);
    this.#registryPrefix = props.registryPrefix ?? '/spillway';
    const overlayPriority = String(props.overlayPriority ?? 1);
    this.store = new ReleaseStore(this, 'Store');
    this.topics = new ReleaseTopics(this, 'Topics');
    const bus = events.EventBus.fromEventBusName(this, 'Bus', 'default');
    this.functions = new ReleaseFunctions(this, 'Functions', {
      environment: {
        [environmentNames.table]: this.store.table.tableName,
        [environmentNames.bus]: bus.eventBusName,
        [environmentNames.releasesTopic]: this.topics.releases.topicArn,
        [environmentNames.onCallTopic]: this.topics.onCall.topicArn,
        [environmentNames.registryPrefix]: this.#registryPrefix,
        [environmentNames.overlayPriority]: overlayPriority,
      },
      ...(props.vpc === undefined ? {} : { vpc: props.vpc }),
    });
    this.#name = props.name ?? 'spillway';
    this.machines = new ReleaseMachines(this, 'Machines', {
      name: this.#name,
      functions: this.functions,
      plain: {
        TableName: this.store.table.tableName,
        RegistryPrefix: this.#registryPrefix,
        OverlayPriority: overlayPriority,
        CheckClusterArn: props.checks?.clusterArn ?? 'none',
        CheckSubnetIds: props.checks?.subnetIds.join(',') ?? 'none',
      },
    });
    const { release, rollback } = this.machines.all;
    const rescue = this.machines.all['rescue-release'];
    this.rules = new ReleaseRules(this, 'Rules', { release, rollback, rescue });
    this.operateUrl = this.functions.all['operate-release'].addFunctionUrl({
      authType: lambda.FunctionUrlAuthType.AWS_IAM,
    });
    this.grantCommon(bus);
    this.scheduleSweep();
    this.publishAddresses();
  }

  /** Registers a service with the places where it runs, and lets Spillway release it there. */
  addService(spec: Spec, sites: Readonly<Record<string, IReleaseSite>>): void {
    const missing = spec.environments.filter(({ name }) => sites[name] === undefined);
    if (missing.length > 0) {
      throw new Error(
        `${spec.service} has no site for ${missing.map(({ name }) => name).join(', ')}`,
      );
    }
    this.register(specParameterName(this.#registryPrefix, spec.service), JSON.stringify(spec));
    this.register(repositoryParameterName(this.#registryPrefix, spec.repository), spec.service);
    for (const { name } of spec.environments) {
      const site = sites[name];
      if (site !== undefined) this.addSite(spec, name, site);
    }
    this.rules.onPush(spec.service, spec.repository);
  }

  /** Lets somebody start releases by hand. */
  grantStartRelease(grantee: iam.IGrantable): iam.Grant {
    return this.machines.all.release.grantStartExecution(grantee);
  }

  /** Lets somebody approve, pause, abort, roll back and freeze. */
  grantOperate(grantee: iam.IGrantable): iam.Grant {
    return this.operateUrl.grantInvokeUrl(grantee);
  }

  private addSite(spec: Spec, environment: string, site: IReleaseSite): void {
    const place = { service: spec.service, environment };
    const facts = siteFacts(place, site);
    this.register(siteParameterName(this.#registryPrefix, place), JSON.stringify(facts));
    const arns = siteArns(Stack.of(this), place, site);
    for (const grant of siteGrants(arns))
      applyGrant(grant, (name) => this.functions.all[name].role);
    grantMachines(this.machines, { arns, site, spec, environment });
  }

  private register(name: string, value: string): void {
    new ssm.StringParameter(this, `Registry${name}`, {
      parameterName: name,
      stringValue: value,
      tier: ssm.ParameterTier.INTELLIGENT_TIERING,
    });
  }

  private grantCommon(bus: events.IEventBus): void {
    const stack = Stack.of(this);
    const registry = arnIn(stack, 'ssm', `parameter${this.#registryPrefix}/*`);
    const names = Object.keys(this.functions.all) as AnyFunctionName[];
    const { table } = this.store;
    const grants: readonly Grant[] = [
      {
        to: names,
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
        resources: [table.tableArn, `${table.tableArn}/index/*`],
      },
      {
        to: names,
        actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
        resources: [registry],
      },
      { to: names, actions: ['events:PutEvents'], resources: [bus.eventBusArn] },
      {
        to: names,
        actions: ['sns:Publish'],
        resources: [this.topics.releases.topicArn, this.topics.onCall.topicArn],
      },
      {
        to: ['decide-rollback', 'sweep-releases'],
        actions: ['states:DescribeExecution'],
        resources: [this.executionsOf('release'), this.executionsOf('settle-rollback')],
      },
    ];
    for (const grant of grants) applyGrant(grant, (name) => this.functions.all[name].role);
    // Freezes are the only items that anything may delete.
    applyGrant(
      {
        to: ['operate-release'],
        actions: ['dynamodb:DeleteItem'],
        resources: [table.tableArn],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['FREEZE'] } },
      },
      (name) => this.functions.all[name].role,
    );
    const sweep = this.functions.all['sweep-releases'];
    const operate = this.functions.all['operate-release'];
    for (const fn of [sweep, operate]) {
      // The machines' own roles stay unaware of it: no cycle, and no name that could be guessed wrong.
      fn.addEnvironment(environmentNames.releaseMachine, this.machines.all.release.stateMachineArn);
      fn.addEnvironment(
        environmentNames.rollbackMachine,
        this.machines.all.rollback.stateMachineArn,
      );
      this.machines.all.release.grantStartExecution(fn);
      this.machines.all.rollback.grantStartExecution(fn);
    }
    for (const machine of Object.values(this.machines.all)) machine.grantTaskResponse(operate);
    for (const machine of Object.values(this.machines.all)) {
      machine.addToRolePolicy(
        new iam.PolicyStatement({
          actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
          resources: [table.tableArn, `${table.tableArn}/index/*`],
        }),
      );
      machine.addToRolePolicy(
        new iam.PolicyStatement({ actions: ['ssm:GetParameter'], resources: [registry] }),
      );
    }
    // A rollback wakes what waits. By name, since what waits also starts the rollback.
    this.machines.all.rollback.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['states:SendTaskFailure'],
        resources: WAITING.map((waiting) =>
          arnIn(stack, 'states', `stateMachine:${this.#name}-${waiting}`),
        ),
      }),
    );
  }

  private executionsOf(machine: MachineName): string {
    return arnIn(Stack.of(this), 'states', `execution:${this.#name}-${machine}:*`);
  }

  private scheduleSweep(): void {
    new scheduler.Schedule(this, 'Sweep', {
      description: 'The last net: dead releases, lost pushes, unsent notices',
      schedule: scheduler.ScheduleExpression.rate(SWEEP_EVERY),
      target: new schedulerTargets.LambdaInvoke(this.functions.all['sweep-releases'], {
        deadLetterQueue: this.rules.deadLetters,
        maxEventAge: Duration.minutes(1),
        retryAttempts: 1,
      }),
    });
  }

  /** The command line finds its way by these. */
  private publishAddresses(): void {
    this.register(`${this.#registryPrefix}/operate-url`, this.operateUrl.url);
    this.register(`${this.#registryPrefix}/table`, this.store.table.tableName);
    this.register(
      `${this.#registryPrefix}/release-machine`,
      this.machines.all.release.stateMachineArn,
    );
  }
}

function siteFacts(place: { service: string; environment: string }, site: IReleaseSite): Site {
  const { testListener, deploymentGroup, vpc } = site;
  const group = (which: 'a' | 'b') => ({
    arn: site.targetGroups[which].targetGroupArn,
    name: site.targetGroups[which].targetGroupName,
    metricName: site.targetGroups[which].targetGroupFullName,
  });
  return {
    ...place,
    controller: site.controller,
    clusterName: site.cluster.clusterName,
    serviceName: site.serviceName,
    taskDefinitionFamily: site.taskDefinitionFamily,
    containerName: site.containerName,
    containerPort: site.containerPort,
    repositoryUri: site.repository.repositoryUri,
    productionListenerArn: site.productionListenerArn,
    testListenerArn: testListener?.arn ?? '',
    testUrl: `http://${site.loadBalancer.loadBalancerDnsName}:${testListener?.port ?? 80}`,
    loadBalancerMetricName: site.loadBalancerMetricName,
    targetGroups: { a: group('a'), b: group('b') },
    applicationName: deploymentGroup?.application.applicationName ?? '',
    deploymentGroupName: deploymentGroup?.deploymentGroupName ?? '',
    scalableResourceId: site.scalableResourceId ?? '',
    subnetIds: vpc.privateSubnets.map(({ subnetId }) => subnetId),
    securityGroupIds: [],
  };
}

function siteArns(
  stack: Stack,
  { service, environment }: { service: string; environment: string },
  site: IReleaseSite,
): SiteArns {
  const { deploymentGroup } = site;
  const listeners = [site.productionListenerArn];
  return {
    service: arnIn(stack, 'ecs', `service/${site.cluster.clusterName}/${site.serviceName}`),
    taskDefinitionFamily: arnIn(stack, 'ecs', `task-definition/${site.taskDefinitionFamily}:*`),
    taskRoles: site.taskRoles.map(({ roleArn }) => roleArn),
    repository: site.repository.repositoryArn,
    listeners,
    listenerRules: [
      arnIn(stack, 'elasticloadbalancing', `listener-rule/${site.loadBalancerMetricName}/*`),
    ],
    application:
      deploymentGroup === undefined
        ? ''
        : arnIn(stack, 'codedeploy', `application:${deploymentGroup.application.applicationName}`),
    deploymentGroup:
      deploymentGroup === undefined
        ? ''
        : arnIn(
            stack,
            'codedeploy',
            `deploymentgroup:${deploymentGroup.application.applicationName}/${deploymentGroup.deploymentGroupName}`,
          ),
    deploymentConfigurations: arnIn(stack, 'codedeploy', 'deploymentconfig:CodeDeployDefault.*'),
    alarms: arnIn(stack, 'cloudwatch', `alarm:spillway/${service}/${environment}/*`),
    scalableTarget: arnIn(stack, 'application-autoscaling', 'scalable-target/*'),
  };
}
