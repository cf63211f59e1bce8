// Application Auto Scaling: held still while two versions run, and let go afterwards.
import {
  ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { Site } from '../core/contract/site.ts';
import { clientSettings } from './client-settings.ts';

/** Of sites that scale. */
export interface Scaling {
  /** Scale-in and scheduled actions stop; scale-out goes on, since users come first. */
  hold(site: Site): Promise<void>;
  release(site: Site): Promise<void>;
}

export function openScaling(): Scaling {
  const client = new ApplicationAutoScalingClient(clientSettings());
  const suspend = async (site: Site, suspended: boolean) => {
    await client.send(
      new RegisterScalableTargetCommand({
        ServiceNamespace: 'ecs',
        ResourceId: site.scalableResourceId,
        ScalableDimension: 'ecs:service:DesiredCount',
        SuspendedState: {
          DynamicScalingInSuspended: suspended,
          DynamicScalingOutSuspended: false,
          ScheduledScalingSuspended: suspended,
        },
      }),
    );
  };
  return { hold: (site) => suspend(site, true), release: (site) => suspend(site, false) };
}
