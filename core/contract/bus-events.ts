/** Sources and detail-types on the event bus: ours, and those of AWS that start something. */

export const spillwaySource = 'spillway';

/** One detail-type for every change of a release's state; `detail.type` is the ledger event's type. */
export const spillwayDetailTypes = {
  stateChange: 'Release State Change',
  notice: 'Release Notice',
} as const;

export const awsEvents = {
  imagePush: { source: 'aws.ecr', detailType: 'ECR Image Action' },
  imageScan: { source: 'aws.ecr', detailType: 'ECR Image Scan' },
  alarm: { source: 'aws.cloudwatch', detailType: 'CloudWatch Alarm State Change' },
  deployment: {
    source: 'aws.codedeploy',
    detailType: 'CodeDeploy Deployment State-change Notification',
  },
  execution: { source: 'aws.states', detailType: 'Step Functions Execution Status Change' },
  ecsDeployment: { source: 'aws.ecs', detailType: 'ECS Deployment State Change' },
  ecsTask: { source: 'aws.ecs', detailType: 'ECS Task State Change' },
  build: { source: 'aws.codebuild', detailType: 'CodeBuild Build State Change' },
} as const;
