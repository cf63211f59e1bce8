// Application Auto Scaling: held still while two versions run, and let go afterwards.
import {
  ApplicationAutoScalingClient,
  RegisterScalableTargetCommand,
} from '@aws-sdk/client-application-auto-scaling';
import type { Site } from '../core/contract/site.ts';
import { clientSettings } from './client-settings.ts';

/** Nothing happens where a site does not scale: nobody may ask for it there. */
export interface Scaling {
  /** Scale-in and scheduled actions stop; scale-out goes on, since users come first. */
  hold(site: Site): Promise<void>;
  release(site: Site): Promise<void>;
}

export function openScaling(client = new ApplicationAutoScalingClient(clientSettings())): Scaling {
  const suspend = async (site: Site, suspended: boolean) => {
    if (site.scalableResourceId === '') return;
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
