// A Fargate service that can be released: load balancer, two target groups, CodeDeploy, alarms, scaling.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { limits } from '../../core/limits.ts';
import type { Spec } from '../../core/spec/spec.ts';
import { planFor } from '../plan-for.ts';
import { ReleaseAlarms } from './release-alarms.ts';
import type { IReleaseSite } from './release-site.ts';

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

const PRODUCTION_PORT = 80;
const TEST_PORT = 8443;
/** CodeDeploy keeps green waiting, and blue warm, for at most this long. */
const WAIT_MAX = Duration.seconds(limits.canarySecondsMax);
/** Spillway lets blue go itself when the guard is over; this only must not come before. */
const TERMINATION_MARGIN_SECONDS = 1800;

export class ReleasableService extends Construct implements IReleaseSite {
  readonly cluster: ecs.ICluster;
  readonly repository: ecr.IRepository;
  readonly vpc: ec2.IVpc;
  readonly service: ecs.FargateService;
  readonly serviceName: string;
  readonly controller: 'codedeploy' | 'ecs';
  readonly taskDefinitionFamily: string;
  readonly taskRoles: readonly iam.IRole[];
  readonly containerName = 'app';
  readonly containerPort: number;
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly loadBalancerMetricName: string;
  readonly productionListener: elbv2.ApplicationListener;
  readonly productionListenerArn: string;
  readonly testListener?: { readonly arn: string; readonly port: number };
  readonly targetGroups: { a: elbv2.ApplicationTargetGroup; b: elbv2.ApplicationTargetGroup };
  readonly deploymentGroup?: codedeploy.EcsDeploymentGroup;
  readonly scalableResourceId: string;
  readonly alarms: ReleaseAlarms;

  constructor(scope: Construct, id: string, props: ReleasableServiceProps) {
    super(scope, id);
    const planned = planFor(props.spec, props.environmentName);
    this.controller = planned.engine.kind === 'rolling' ? 'ecs' : 'codedeploy';
    this.vpc = props.vpc;
    this.cluster = props.cluster;
    this.repository = props.repository;
    this.containerPort = props.containerPort ?? 8080;

    const taskDefinition = this.defineTask(props);
    this.taskDefinitionFamily = taskDefinition.family;
    this.taskRoles = [taskDefinition.taskRole, taskDefinition.obtainExecutionRole()];
    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: props.vpc,
      internetFacing: true,
      dropInvalidHeaderFields: true,
    });
    this.loadBalancerMetricName = this.loadBalancer.loadBalancerFullName;
    const blue = this.targetGroup('A', props);
    this.targetGroups = {
      a: blue,
      b: this.controller === 'codedeploy' ? this.targetGroup('B', props) : blue,
    };
    this.productionListener = this.loadBalancer.addListener('Production', {
      port: PRODUCTION_PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      defaultTargetGroups: [this.targetGroups.a],
    });
    this.productionListenerArn = this.productionListener.listenerArn;
    this.service = this.defineService(props, taskDefinition);
    this.serviceName = this.service.serviceName;
    this.service.attachToApplicationTargetGroup(this.targetGroups.a);
    if (this.controller === 'codedeploy') {
      const listener = this.defineTestListener(props.vpc);
      this.testListener = { arn: listener.listenerArn, port: TEST_PORT };
      this.deploymentGroup = this.defineDeploymentGroup(listener, planned.guardSeconds);
    }
    this.scalableResourceId = `service/${props.cluster.clusterName}/${this.serviceName}`;
    this.defineScaling(props);
    this.alarms = new ReleaseAlarms(this, 'Alarms', {
      serviceName: props.spec.service,
      environmentName: props.environmentName,
      thresholds: planned.thresholds,
      targetGroups: this.targetGroups,
      loadBalancerMetricName: this.loadBalancerMetricName,
      clusterName: props.cluster.clusterName,
      ecsServiceName: this.serviceName,
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

  private defineService(
    props: ReleasableServiceProps,
    taskDefinition: ecs.FargateTaskDefinition,
  ): ecs.FargateService {
    const rolling = this.controller === 'ecs';
    return new ecs.FargateService(this, 'Service', {
      cluster: props.cluster,
      taskDefinition,
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

  /** Only from inside the network: nobody but checks shall see a candidate. */
  private defineTestListener(vpc: ec2.IVpc): elbv2.ApplicationListener {
    const listener = this.loadBalancer.addListener('Test', {
      port: TEST_PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      open: false,
      defaultTargetGroups: [this.targetGroups.a],
    });
    listener.connections.allowDefaultPortFrom(ec2.Peer.ipv4(vpc.vpcCidrBlock), 'checks');
    return listener;
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

  private defineScaling(props: ReleasableServiceProps): void {
    const count = props.desiredCount ?? 2;
    const scaling = this.service.autoScaleTaskCount({
      minCapacity: count,
      maxCapacity: props.desiredCountMax ?? Math.max(6, count),
    });
    scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
  }
}
