// A Fargate service that can be released: load balancer, two target groups, CodeDeploy, alarms, scaling.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { limits } from '../../core/limits.ts';
import type { Spec } from '../../core/spec/spec.ts';
import { planFor } from '../plan-for.ts';
import { anyoneInside } from './check-access.ts';
import { ReleaseAlarms } from './release-alarms.ts';
import {
  addProductionListener,
  addTestListener,
  type HttpsProps,
  TEST_PORT,
} from './release-listeners.ts';
import type { Admitted, DeploymentGroupNames, IReleaseSite, TestListener } from './release-site.ts';

export interface ReleasableServiceProps {
  /** What `readReleaseSpec` gave. */
  readonly spec: Spec;
  /** One of the spec's environments. */
  readonly environmentName: string;
  readonly vpc: ec2.IVpc;
  readonly cluster: ecs.ICluster;
  readonly repository: ecr.IRepository;
  /**
   * The tag that runs until the first release.
   *
   * @default 'initial'
   */
  readonly initialTag?: string;
  /** @default 8080 */
  readonly containerPort?: number;
  /**
   * Whether the load balancer has public addresses.
   *
   * @default true
   */
  readonly internetFacing?: boolean;
  /**
   * Encrypts both listeners, and sends plain requests on.
   *
   * @default - HTTP on port 80
   */
  readonly https?: HttpsProps;
  /**
   * Who may reach the test listener, and with it versions that no user has seen. The orchestrator's http checks
   * must be among them. Whoever asks an internet-facing load balancer comes from a public address, from within the
   * network too: that of a NAT gateway.
   *
   * @default - everything within the network: its addresses where the load balancer is internal, otherwise those of
   * its NAT gateways, as far as the same app makes them
   */
  readonly testPeers?: readonly ec2.IPeer[];
  /** @default '/health' */
  readonly healthCheckPath?: string;
  /** @default 256 (a quarter of a virtual processor) */
  readonly cpu?: number;
  /** @default 512 */
  readonly memoryLimitMiB?: number;
  /** @default 2 */
  readonly desiredCount?: number;
  /** @default 6 */
  readonly desiredCountMax?: number;
}

/** CodeDeploy keeps green waiting, and blue warm, for at most this long. */
const WAIT_MAX = Duration.seconds(limits.canarySecondsMax);
/** Spillway lets blue go itself when the guard is over; this only must not come before. */
const TERMINATION_MARGIN_SECONDS = 1800;

/** One environment of one service. Everything that is made is public: take it and go on from there. */
export class ReleasableService extends Construct implements IReleaseSite {
  readonly service: ecs.FargateService;
  readonly taskDefinition: ecs.FargateTaskDefinition;
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly productionListener: elbv2.ApplicationListener;
  readonly targetGroups: { a: elbv2.ApplicationTargetGroup; b: elbv2.ApplicationTargetGroup };
  readonly codeDeployGroup?: codedeploy.EcsDeploymentGroup;
  readonly scaling: ecs.ScalableTaskCount;

  readonly controller: IReleaseSite['controller'];
  readonly clusterName: string;
  readonly serviceName: string;
  readonly taskDefinitionFamily: string;
  readonly taskRoleArns: readonly string[];
  readonly containerName = 'app';
  readonly containerPort: number;
  readonly repository: ecr.IRepository;
  readonly loadBalancerDnsName: string;
  readonly loadBalancerFullName: string;
  readonly internetFacing: boolean;
  readonly productionListenerArn: string;
  readonly testListener?: TestListener;
  readonly tlsName?: string;
  readonly deploymentGroup?: DeploymentGroupNames;
  readonly scalableResourceId: string;
  readonly alarms: ReleaseAlarms;

  constructor(scope: Construct, id: string, props: ReleasableServiceProps) {
    super(scope, id);
    const planned = planFor(props.spec, props.environmentName);
    this.controller = planned.engine.kind === 'rolling' ? 'ecs' : 'codedeploy';
    this.clusterName = props.cluster.clusterName;
    this.repository = props.repository;
    this.containerPort = props.containerPort ?? 8080;

    this.taskDefinition = this.defineTask(props);
    this.taskDefinitionFamily = this.taskDefinition.family;
    const { taskRole } = this.taskDefinition;
    this.taskRoleArns = [taskRole.roleArn, this.taskDefinition.obtainExecutionRole().roleArn];

    this.internetFacing = props.internetFacing ?? true;
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      internetFacing: this.internetFacing,
      dropInvalidHeaderFields: true,
    });
    this.loadBalancerDnsName = this.loadBalancer.loadBalancerDnsName;
    this.loadBalancerFullName = this.loadBalancer.loadBalancerFullName;
    const a = this.targetGroup('A', props);
    this.targetGroups = {
      a,
      b: this.controller === 'codedeploy' ? this.targetGroup('B', props) : a,
    };
    const { https } = props;
    if (https !== undefined) this.tlsName = https.domainName;
    const door = { loadBalancer: this.loadBalancer, targetGroup: a, https };
    this.productionListener = addProductionListener(door);
    this.productionListenerArn = this.productionListener.listenerArn;

    this.service = this.defineService(props);
    this.serviceName = this.service.serviceName;
    this.service.attachToApplicationTargetGroup(a);
    this.scalableResourceId = `service/${this.clusterName}/${this.serviceName}`;
    this.scaling = this.defineScaling(props);
    if (this.controller === 'codedeploy') {
      const admits = this.admitted(props);
      const listener = addTestListener(door, admits.peers);
      this.testListener = { arn: listener.listenerArn, port: TEST_PORT, admits };
      this.codeDeployGroup = this.defineDeploymentGroup(listener, planned.guardSeconds);
      this.deploymentGroup = {
        applicationName: this.codeDeployGroup.application.applicationName,
        deploymentGroupName: this.codeDeployGroup.deploymentGroupName,
      };
    }
    this.alarms = new ReleaseAlarms(this, 'Alarms', {
      service: props.spec.service,
      environment: props.environmentName,
      thresholds: planned.thresholds,
      site: this,
    });
  }

  private defineTask(props: ReleasableServiceProps): ecs.FargateTaskDefinition {
    const { spec, environmentName } = props;
    const arm = spec.architecture === 'arm64';
    const taskDefinition = new ecs.FargateTaskDefinition(this, 'Task', {
      family: `${spec.service}-${environmentName}`,
      cpu: props.cpu ?? 256,
      memoryLimitMiB: props.memoryLimitMiB ?? 512,
      runtimePlatform: {
        cpuArchitecture: arm ? ecs.CpuArchitecture.ARM64 : ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
    });
    const logGroup = new logs.LogGroup(this, 'Log', {
      retention: logs.RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    taskDefinition.addContainer(this.containerName, {
      image: ecs.ContainerImage.fromEcrRepository(props.repository, props.initialTag ?? 'initial'),
      portMappings: [{ containerPort: this.containerPort }],
      logging: ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: spec.service }),
    });
    // Every revision that Spillway registers must still be there for a rollback.
    taskDefinition.applyRemovalPolicy(RemovalPolicy.RETAIN);
    return taskDefinition;
  }

  private admitted({ testPeers, vpc }: ReleasableServiceProps): Admitted {
    if (testPeers !== undefined) return { peers: testPeers };
    return { peers: anyoneInside(vpc, this.internetFacing), network: vpc };
  }

  private targetGroup(name: string, props: ReleasableServiceProps): elbv2.ApplicationTargetGroup {
    return new elbv2.ApplicationTargetGroup(this, `TargetGroup${name}`, {
      vpc: props.vpc,
      port: this.containerPort,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targetType: elbv2.TargetType.IP,
      deregistrationDelay: Duration.seconds(30),
      healthCheck: {
        path: props.healthCheckPath ?? '/health',
        interval: Duration.seconds(15),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
    });
  }

  private defineService(props: ReleasableServiceProps): ecs.FargateService {
    const rolling = this.controller === 'ecs';
    return new ecs.FargateService(this, 'Service', {
      cluster: props.cluster,
      taskDefinition: this.taskDefinition,
      desiredCount: props.desiredCount ?? 2,
      minHealthyPercent: 100,
      maxHealthyPercent: 200,
      healthCheckGracePeriod: Duration.seconds(60),
      deploymentController: {
        type: rolling ? ecs.DeploymentControllerType.ECS : ecs.DeploymentControllerType.CODE_DEPLOY,
      },
      ...(rolling ? { circuitBreaker: { enable: true, rollback: true } } : {}),
    });
  }

  private defineDeploymentGroup(
    testListener: elbv2.ApplicationListener,
    guardSeconds: number,
  ): codedeploy.EcsDeploymentGroup {
    const terminationSeconds = Math.min(
      guardSeconds + TERMINATION_MARGIN_SECONDS,
      limits.keepWarmSecondsMax,
    );
    return new codedeploy.EcsDeploymentGroup(this, 'DeploymentGroup', {
      service: this.service,
      deploymentConfig: codedeploy.EcsDeploymentConfig.ALL_AT_ONCE,
      blueGreenDeploymentConfig: {
        blueTargetGroup: this.targetGroups.a,
        greenTargetGroup: this.targetGroups.b,
        listener: this.productionListener,
        testListener,
        deploymentApprovalWaitTime: WAIT_MAX,
        terminationWaitTime: Duration.minutes(Math.ceil(terminationSeconds / 60)),
      },
      // Spillway owns the alarms: CodeDeploy must not stop a deployment while the overlay is there.
      autoRollback: { failedDeployment: true, stoppedDeployment: true },
    });
  }

  private defineScaling(props: ReleasableServiceProps): ecs.ScalableTaskCount {
    const count = props.desiredCount ?? 2;
    const scaling = this.service.autoScaleTaskCount({
      minCapacity: count,
      maxCapacity: props.desiredCountMax ?? Math.max(6, count),
    });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    return scaling;
  }
}
