// Where a service is released to: what an orchestrator needs to know about it, however it was made.
import { Fn } from 'aws-cdk-lib';
import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';

/** What `elbv2.ApplicationTargetGroup` has. */
export interface TargetGroupNames {
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  /** `targetgroup/name/id` */
  readonly targetGroupFullName: string;
}

/** A service in an environment: a `ReleasableService`, or what `ReleaseSite` makes of one that exists already. */
export interface IReleaseSite {
  /** Who replaces tasks: CodeDeploy, or the scheduler of ECS. */
  readonly controller: 'codedeploy' | 'ecs';
  readonly clusterName: string;
  readonly serviceName: string;
  /** The family whose newest revision a release copies and gives another image. */
  readonly taskDefinitionFamily: string;
  /** Roles that the tasks assume: a release passes exactly these. */
  readonly taskRoleArns: readonly string[];
  readonly containerName: string;
  readonly containerPort: number;
  /** An `ecr.IRepository` is one. */
  readonly repository: { readonly repositoryArn: string; readonly repositoryUri: string };
  readonly loadBalancerDnsName: string;
  /** `app/name/id` */
  readonly loadBalancerFullName: string;
  /** Whether the load balancer has public addresses; absent where nobody has said. */
  readonly internetFacing?: boolean;
  readonly productionListenerArn: string;
  /** Absent for services of the ECS controller. */
  readonly testListener?: TestListener;
  /** The name on the certificate of the listener that checks use; absent where it speaks HTTP. */
  readonly tlsName?: string;
  /** The two groups that swap roles with every release; the same one twice where there is only one. */
  readonly targetGroups: { readonly a: TargetGroupNames; readonly b: TargetGroupNames };
  /** Absent for services of the ECS controller. An `IEcsDeploymentGroup` names both. */
  readonly deploymentGroup?: DeploymentGroupNames;
  /** `service/<cluster>/<service>`; absent where nothing scales. */
  readonly scalableResourceId?: string;
  /** Absent where the orchestrator shall make them. */
  readonly alarms?: SiteAlarms;
}

/** What watches a place: `ReleaseAlarms` is it. */
export interface SiteAlarms {
  readonly alarms: readonly cloudwatch.IAlarm[];
  /** Any of them. */
  readonly composite: cloudwatch.IAlarm;
}

export interface TestListener {
  readonly arn: string;
  readonly port: number;
  /** Absent where its security group is somebody else's. */
  readonly admits?: Admitted;
}

/** Who may reach a test listener. */
export interface Admitted {
  readonly peers: readonly ec2.IPeer[];
  /** The network that they stand for; absent where they were named one by one. */
  readonly network?: ec2.IVpc;
}

export interface DeploymentGroupNames {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
}

/** What both kinds of existing services have. */
interface ReleaseSiteAttributes {
  readonly clusterName: string;
  readonly serviceName: string;
  /**
   * The family whose newest revision a release copies and gives another image.
   *
   * @default - the name of the service
   */
  readonly taskDefinitionFamily?: string;
  /** ARNs of the task role and the execution role: a release passes exactly these. */
  readonly taskRoleArns: readonly string[];
  /** @default - the name of the service */
  readonly containerName?: string;
  /** @default 8080 */
  readonly containerPort?: number;
  readonly repository: IReleaseSite['repository'];
  readonly loadBalancerDnsName: string;
  readonly productionListenerArn: string;
  /**
   * The name on the certificate of the listener that checks use: the test listener, or the production one
   * where there is no other.
   *
   * @default - it speaks HTTP
   */
  readonly tlsName?: string;
  /**
   * Whether Application Auto Scaling has the service: then scaling in is held while two versions run.
   *
   * @default true
   */
  readonly autoScaled?: boolean;
}

export interface CodeDeploySiteAttributes extends ReleaseSiteAttributes, DeploymentGroupNames {
  /** The pair of the deployment group, in any order. */
  readonly targetGroupArns: readonly [string, string];
  readonly testListener: TestListener;
}

export interface RollingSiteAttributes extends ReleaseSiteAttributes {
  readonly targetGroupArn: string;
}

const FULL_NAME_AT = 5;

/** Services that were there before Spillway came. Their alarms are made by the orchestrator. */
export const ReleaseSite = {
  /** A service of the CODE_DEPLOY controller: canaries, blue-green, all at once. */
  fromCodeDeployAttributes(attributes: CodeDeploySiteAttributes): IReleaseSite {
    const [a, b] = attributes.targetGroupArns;
    const { applicationName, deploymentGroupName, testListener } = attributes;
    return {
      ...common(attributes),
      controller: 'codedeploy',
      targetGroups: { a: targetGroupNames(a), b: targetGroupNames(b) },
      deploymentGroup: { applicationName, deploymentGroupName },
      testListener,
    };
  },

  /** A service of the ECS controller: rolling. */
  fromRollingAttributes(attributes: RollingSiteAttributes): IReleaseSite {
    const group = targetGroupNames(attributes.targetGroupArn);
    return { ...common(attributes), controller: 'ecs', targetGroups: { a: group, b: group } };
  },
} as const;

function common(attributes: ReleaseSiteAttributes) {
  const { clusterName, serviceName, autoScaled = true, tlsName } = attributes;
  return {
    clusterName,
    serviceName,
    taskDefinitionFamily: attributes.taskDefinitionFamily ?? serviceName,
    taskRoleArns: attributes.taskRoleArns,
    containerName: attributes.containerName ?? serviceName,
    containerPort: attributes.containerPort ?? 8080,
    repository: attributes.repository,
    loadBalancerDnsName: attributes.loadBalancerDnsName,
    loadBalancerFullName: loadBalancerFullName(attributes.productionListenerArn),
    productionListenerArn: attributes.productionListenerArn,
    ...(tlsName === undefined ? {} : { tlsName }),
    ...(autoScaled ? { scalableResourceId: `service/${clusterName}/${serviceName}` } : {}),
  };
}

/** `arn:aws:elasticloadbalancing:region:account:targetgroup/name/id` */
function targetGroupNames(targetGroupArn: string): TargetGroupNames {
  const targetGroupFullName = Fn.select(FULL_NAME_AT, Fn.split(':', targetGroupArn));
  const targetGroupName = Fn.select(1, Fn.split('/', targetGroupFullName));
  return { targetGroupArn, targetGroupName, targetGroupFullName };
}

/** `...:listener/app/name/id/listener-id` */
function loadBalancerFullName(listenerArn: string): string {
  const parts = Fn.split('/', listenerArn);
  return `${Fn.select(1, parts)}/${Fn.select(2, parts)}/${Fn.select(3, parts)}`;
}
