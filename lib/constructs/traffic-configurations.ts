// CodeDeploy's traffic configurations that AWS does not have beforehand: made once each, whoever needs them.
import { Duration } from 'aws-cdk-lib';
import * as codedeploy from 'aws-cdk-lib/aws-codedeploy';
import { Construct } from 'constructs';
import type { Engine, SteppedConfiguration } from '../../core/plan/plan.ts';

export class TrafficConfigurations extends Construct {
  readonly #made = new Set<string>();

  /** Plans name a configuration by its shape, so that equal shapes share one. */
  ensure(engine: Engine): void {
    if (engine.kind !== 'codedeploy') return;
    const { configuration } = engine;
    if (configuration.predefined || this.#made.has(configuration.name)) return;
    this.#made.add(configuration.name);
    new codedeploy.EcsDeploymentConfig(this, configuration.name, {
      deploymentConfigName: configuration.name,
      trafficRouting: routing(configuration),
    });
  }
}

function routing({
  kind,
  stepPercent: percentage,
  intervalMinutes,
}: SteppedConfiguration): codedeploy.TrafficRouting {
  const interval = Duration.minutes(intervalMinutes);
  return kind === 'canary'
    ? codedeploy.TrafficRouting.timeBasedCanary({ interval, percentage })
    : codedeploy.TrafficRouting.timeBasedLinear({ interval, percentage });
}
