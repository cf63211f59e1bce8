// Where a service is released to: what an orchestrator needs to know about it, however it was made.
import type * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import type * as ecs from 'aws-cdk-lib/aws-ecs';
import type * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type * as iam from 'aws-cdk-lib/aws-iam';

/** What `elbv2.ApplicationTargetGroup` has. */
export interface TargetGroupNames {
  readonly targetGroupArn: string;
  readonly targetGroupName: string;
  /** `targetgroup/name/id` */
  readonly targetGroupFullName: string;
}

/**
 * A service in an environment. `ReleasableService` is one; for a service that exists already,
 * give these members by hand.
 */
export interface IReleaseSite {
  readonly cluster: ecs.ICluster;
  readonly serviceName: string;
  readonly controller: 'codedeploy' | 'ecs';
  /** The family whose newest revision a release copies and gives another image. */
  readonly taskDefinitionFamily: string;
  /** Roles that the tasks assume: a release passes exactly these. */
  readonly taskRoles: readonly iam.IRole[];
  readonly containerName: string;
  readonly containerPort: number;
  readonly repository: ecr.IRepository;
  readonly vpc: ec2.IVpc;
  readonly loadBalancer: elbv2.IApplicationLoadBalancer;
  readonly loadBalancerMetricName: string;
  readonly productionListenerArn: string;
  /** Absent for services of the ECS controller. */
  readonly testListener?: { readonly arn: string; readonly port: number };
  /** The two groups that swap roles with every release; the same one twice where there is only one. */
  readonly targetGroups: {
    readonly a: TargetGroupNames;
    readonly b: TargetGroupNames;
  };
  /** Absent for services of the ECS controller. */
  readonly deploymentGroup?: codedeploy.IEcsDeploymentGroup;
  /** `service/<cluster>/<service>`; absent where nothing scales. */
  readonly scalableResourceId?: string;
}
