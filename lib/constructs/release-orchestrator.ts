// Everything that leads releases: functions, machines, table, topics, rules, the sweep, and the way in for operators.
import { Duration } from 'aws-cdk-lib';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { environmentNames } from '../../core/contract/environment-names.ts';
import type { Spec } from '../../core/spec/spec.ts';
import { planFor } from '../plan-for.ts';
import { requireAccess } from './check-access.ts';
import { type CheckTasks, grantChecks, grantTaskRoles } from './check-permissions.ts';
import { encryptWith } from './encryption.ts';
import { allow } from './grants.ts';
import { grantOwn, grantSite } from './machine-permissions.ts';
import { type OrchestratorArns, orchestratorArns } from './orchestrator-arns.ts';
import { OverviewDashboard } from './overview-dashboard.ts';
import { ReleaseAlarms } from './release-alarms.ts';
import { ReleaseFunctions } from './release-functions.ts';
import { ReleaseHealth } from './release-health.ts';
import { ReleaseMachines } from './release-machines.ts';
import { commonGrants, type Grant, siteGrants } from './release-permissions.ts';
import { ReleaseRegistry } from './release-registry.ts';
import { ReleaseRules } from './release-rules.ts';
import type { IReleaseSite } from './release-site.ts';
import { ReleaseStore } from './release-store.ts';
import { ReleaseTopics } from './release-topics.ts';
import { requireSites } from './require-sites.ts';
import { type DashboardPlace, ServiceDashboard } from './service-dashboard.ts';
import { siteArns } from './site-facts.ts';
import { TrafficConfigurations } from './traffic-configurations.ts';

export interface ReleaseOrchestratorProps {
  /**
   * What machines, alarms and dashboards are called after; one orchestrator of a name in a region.
   *
   * @default 'spillway'
   */
  readonly name?: string;
  /**
   * Where http checks run from: they must reach the test listeners. To internet-facing load balancers they come
   * from the public addresses of its NAT gateways.
   *
   * @default - outside of any network, which reaches no test listener
   */
  readonly vpc?: ec2.IVpc;
  /**
   * Where checks of the kind `ecs-task` run, and the roles that their tasks assume.
   *
   * @default - such checks fail
   */
  readonly checks?: CheckTasks;
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
  /**
   * Concurrency that is kept free for each function on the way back; 0 reserves nothing. An account that may
   * run only ten functions at once, as new ones do, cannot reserve any.
   *
   * @default 5
   */
  readonly reservedConcurrency?: number;
  /**
   * A key of your own for the table, the topics and the dead-letter queues.
   *
   * @default - AWS's keys, which cost nothing and cannot be lost
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Addresses of those who run Spillway: they hear all that on-call hears, of every service and of Spillway's own
   * alarms. Addresses in a spec hear of their service alone.
   *
   * @default - alarms of Spillway itself reach only who subscribes to `topics.onCall`
   */
  readonly onCallEmails?: readonly string[];
}

const DEAD_LETTERS_KEPT = Duration.days(14);

/** Leads the releases of the services that are added to it, in one account and one region. */
export class ReleaseOrchestrator extends Construct {
  readonly store: ReleaseStore;
  readonly topics: ReleaseTopics;
  readonly functions: ReleaseFunctions;
  readonly machines: ReleaseMachines;
  readonly registry: ReleaseRegistry;
  readonly rules: ReleaseRules;
  readonly health: ReleaseHealth;
  readonly overview: OverviewDashboard;
  /** Events, sweeps and starts that could not be delivered. */
  readonly deadLetters: sqs.Queue;
  readonly operateUrl: lambda.FunctionUrl;
  readonly #name: string;
  readonly #vpc: ec2.IVpc | undefined;
  readonly #arns: OrchestratorArns;
  readonly #traffic = new TrafficConfigurations(this, 'Traffic');

  constructor(scope: Construct, id: string, props: ReleaseOrchestratorProps = {}) {
    super(scope, id);
    this.#name = props.name ?? 'spillway';
    this.#vpc = props.vpc;
    this.registry = new ReleaseRegistry(this, 'Registry', {
      prefix: props.registryPrefix ?? '/spillway',
    });
    const { encryptionKey } = props;
    const encryption = encryptionKey && { encryptionKey };
    this.store = new ReleaseStore(this, 'Store', encryption);
    const { onCallEmails = [] } = props;
    this.topics = new ReleaseTopics(this, 'Topics', { ...encryption, onCallEmails });
    this.deadLetters = new sqs.Queue(this, 'DeadLetters', {
      enforceSSL: true,
      retentionPeriod: DEAD_LETTERS_KEPT,
      ...(encryptionKey && { encryptionMasterKey: encryptionKey }),
    });
    this.#arns = orchestratorArns(this, {
      name: this.#name,
      registryPrefix: this.registry.prefix,
      tableArn: this.store.table.tableArn,
      topicArns: [this.topics.releases.topicArn, this.topics.onCall.topicArn],
    });
    this.functions = this.defineFunctions(props);
    this.machines = this.defineMachines(props);
    const { release, rollback } = this.machines.all;
    const rescue = this.machines.all['rescue-release'];
    const { deadLetters, machines, functions, topics } = this;
    this.rules = new ReleaseRules(this, 'Rules', {
      release,
      rollback,
      rescue,
      sweep: functions.all['sweep-releases'],
      deadLetters,
    });
    this.operateUrl = functions.all['operate-release'].addFunctionUrl({
      authType: lambda.FunctionUrlAuthType.AWS_IAM,
    });
    this.grantCommon();
    if (props.checks !== undefined) grantTaskRoles(this, props.checks);
    if (encryptionKey !== undefined) {
      encryptWith(encryptionKey, [...Object.values(functions.all), ...Object.values(machines.all)]);
    }
    this.publishAddresses();
    const queues = [deadLetters, topics.deadLetters];
    this.health = new ReleaseHealth(this, 'Health', {
      name: this.#name,
      functions,
      machines,
      deadLetters: queues,
      onCall: topics.onCall,
    });
    this.overview = new OverviewDashboard(this, 'Overview', {
      dashboardName: this.#name,
      functions,
      machines,
      health: this.health,
      deadLetters: queues,
    });
  }

  /**
   * Registers a service with the places where it runs, and lets Spillway release it there.
   *
   * @param spec what `readReleaseSpec` gave
   * @param sites by the names of the spec's environments
   */
  addService(spec: Spec, sites: Readonly<Record<string, IReleaseSite>>): void {
    const { service, environments, notify, repository } = spec;
    requireSites(spec, sites);
    requireAccess(spec, sites, this.#vpc);
    this.registry.addService(spec);
    const places = environments.flatMap(({ name }) => {
      const site = sites[name];
      return site === undefined ? [] : [this.addSite(spec, name, site)];
    });
    this.rules.onPush(service, repository);
    for (const target of notify) this.topics.subscribe(service, target);
    const dashboardName = `${this.#name}-${service}`;
    new ServiceDashboard(this, `Dashboard-${service}`, { dashboardName, service, places });
    this.overview.add(
      service,
      places.map(({ alarms }) => alarms.composite),
    );
  }

  /** Lets somebody start releases by hand. */
  grantStartRelease(grantee: iam.IGrantable): iam.Grant {
    return this.machines.all.release.grantStartExecution(grantee);
  }

  /** Lets somebody approve, pause, abort, roll back and freeze: as far as the list of operators says. */
  grantOperate(grantee: iam.IGrantable): iam.Grant {
    return this.operateUrl.grantInvokeUrl(grantee);
  }

  /** Lets somebody look at releases: the registry, the records and the executions, and nothing else. */
  grantRead(grantee: iam.IGrantable): void {
    const { table, indexes, registry, executions } = this.#arns;
    allow(grantee, {
      actions: ['dynamodb:GetItem', 'dynamodb:Query'],
      resources: [table, indexes],
    });
    allow(grantee, {
      actions: ['ssm:GetParameter', 'ssm:GetParametersByPath'],
      resources: [registry],
    });
    allow(grantee, {
      actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
      resources: this.machines.each().map(([name]) => executions(name)),
    });
  }

  private defineFunctions({
    overlayPriority,
    vpc,
    reservedConcurrency,
  }: ReleaseOrchestratorProps): ReleaseFunctions {
    return new ReleaseFunctions(this, 'Functions', {
      environment: {
        [environmentNames.table]: this.store.table.tableName,
        [environmentNames.bus]: 'default',
        [environmentNames.releasesTopic]: this.topics.releases.topicArn,
        [environmentNames.onCallTopic]: this.topics.onCall.topicArn,
        [environmentNames.registryPrefix]: this.registry.prefix,
        [environmentNames.overlayPriority]: String(overlayPriority ?? 1),
      },
      deadLetters: this.deadLetters,
      ...(vpc && { vpc }),
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
    });
  }

  private defineMachines({ overlayPriority, checks }: ReleaseOrchestratorProps): ReleaseMachines {
    return new ReleaseMachines(this, 'Machines', {
      name: this.#name,
      functions: this.functions,
      plain: {
        TableName: this.store.table.tableName,
        RegistryPrefix: this.registry.prefix,
        OverlayPriority: String(overlayPriority ?? 1),
        CheckClusterArn: checks?.clusterArn ?? 'none',
        CheckSubnetIds: checks?.subnetIds.join(',') ?? 'none',
      },
    });
  }

  private addSite(spec: Spec, environment: string, site: IReleaseSite): DashboardPlace {
    const place = { service: spec.service, environment };
    const planned = planFor(spec, environment);
    this.#traffic.ensure(planned.engine);
    this.registry.addSite(place, site);
    const arns = siteArns(this, site);
    this.grantAll(siteGrants(arns));
    grantSite(this.machines, { arns, build: spec.build });
    grantChecks(this, spec.environments.find(({ name }) => name === environment)?.checks ?? []);
    if (site.deploymentGroup !== undefined) {
      this.rules.onDeploymentLost(place, site.deploymentGroup);
    }
    const { thresholds } = planned;
    const alarms =
      site.alarms ??
      new ReleaseAlarms(this, `Alarms-${spec.service}-${environment}`, {
        ...place,
        thresholds,
        site,
      });
    return { planned, site, alarms };
  }

  private grantCommon(): void {
    this.grantAll(commonGrants(this.#arns));
    grantOwn(this.machines, this.#arns);
    for (const name of ['sweep-releases', 'operate-release'] as const) {
      const fn = this.functions.all[name];
      fn.addEnvironment(environmentNames.releaseMachine, this.#arns.machine('release'));
      fn.addEnvironment(environmentNames.rollbackMachine, this.#arns.machine('rollback'));
    }
  }

  private grantAll(grants: readonly Grant[]): void {
    for (const { to, ...allowance } of grants) {
      for (const name of to) allow(this.functions.all[name], allowance);
    }
  }

  private publishAddresses(): void {
    this.registry.addAddress('operate-url', this.operateUrl.url);
    this.registry.addAddress('table', this.store.table.tableName);
    this.registry.addAddress('release-machine', this.machines.all.release.stateMachineArn);
  }
}
