/** An image without content, pushed to a twin that is told how such a version behaves. */
import { putManifest } from '../aws/put-manifest.ts';
import type { Architecture } from '../core/spec/spec.ts';
import { BEHAVIOUR_LABEL, behaviours } from '../rehearsal/behaviours.ts';
import type { TwinDoor } from './twin-door.ts';

export interface HollowPush {
  readonly repository: string;
  readonly architecture: Architecture;
  readonly tag: string;
  /** A name that we know, or one that the twin's own scenario knows by the image's label. */
  readonly behaviour: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** Gives the digest. The twin is told before the push: the first task may start at once. */
export async function pushImage(
  door: TwinDoor,
  { repository, architecture, tag, behaviour, labels }: HollowPush,
): Promise<string> {
  const known = behaviours.find(({ name }) => name === behaviour);
  if (known !== undefined) {
    const region = process.env['AWS_REGION'] ?? 'us-east-1';
    await door.behave({ image: { repository, tag }, behaviour: known.behaviour }, region);
  }
  const said = behaviour === undefined ? {} : { [BEHAVIOUR_LABEL]: behaviour };
  return putManifest({ repository, architecture, tag, labels: { ...labels, ...said } });
}
