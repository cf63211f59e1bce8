// ResultWriter: the results of a distributed Map go to S3, and the state hands on where they are.
import type { Frame } from '../engine/model.ts';
import { isObject, type Payload, payloadOf } from '../json.ts';
import type { StateSource } from '../states/compile-state.ts';

/** There is no S3 in the twin: the place is named, but nothing is written there. */
export type ResultWriter = (frame: Frame, mapRunArn: string) => Promise<Payload>;

/** Undefined where the results themselves are handed on. */
export function compileResultWriter({ definition, flow }: StateSource): ResultWriter | undefined {
  const writer = definition['ResultWriter'];
  if (!isObject(writer) || writer['Resource'] === undefined) return undefined;
  const place = writer['Arguments'] ?? writer['Parameters'];
  const where = flow.template('ResultWriter/Arguments', isObject(place) ? place : {});
  return async (frame, mapRunArn) => {
    const { value } = await where(frame);
    const { Bucket: bucket = null, Prefix: prefix = '' } = isObject(value) ? value : {};
    const run = mapRunArn.split(':').at(-1) ?? '';
    const folder = prefix === '' ? run : `${prefix}/${run}`;
    return payloadOf({
      MapRunArn: mapRunArn,
      ResultWriterDetails: { Bucket: bucket, Key: `${folder}/manifest.json` },
    });
  };
}
