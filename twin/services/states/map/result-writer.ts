// ResultWriter: how the results of a distributed Map look, and whether they go to S3 instead of to the next state.
import type { ChildResult, Frame, MapRun } from '../engine/model.ts';
import { isArray, isObject, type Payload, payloadOf, payloadOfArray } from '../json.ts';
import type { StateSource } from '../states/compile-state.ts';

export type ResultWriter = (
  frame: Frame,
  mapRun: MapRun,
  results: readonly ChildResult[],
) => Promise<Payload>;

/** Without a ResultWriter, what the children put out is the result. */
export function compileResultWriter({ definition, flow }: StateSource): ResultWriter {
  const writer = isObject(definition['ResultWriter']) ? definition['ResultWriter'] : {};
  const exported = writer['Resource'] !== undefined;
  const config = isObject(writer['WriterConfig']) ? writer['WriterConfig'] : {};
  const shape = shapeOf(config['Transformation'] ?? (exported ? 'NONE' : 'COMPACT'));
  const isLines = config['OutputType'] === 'JSONL';
  if (!exported) {
    return async (_frame, _mapRun, results) => {
      const items = results.flatMap(shape);
      return isLines ? payloadOf(linesOf(items)) : payloadOfArray(items);
    };
  }
  const place = writer['Arguments'] ?? writer['Parameters'];
  const where = flow.template('ResultWriter/Arguments', isObject(place) ? place : {});
  return async (frame, mapRun, results) => {
    const { value } = await where(frame);
    const { Bucket: bucket = null, Prefix: prefix = '' } = isObject(value) ? value : {};
    const run = mapRun.mapRunArn.split(':').at(-1) ?? '';
    const folder = prefix === '' ? run : `${prefix}/${run}`;
    const files = filesOf(results, (those) => {
      const items = those.flatMap(shape);
      return isLines ? linesOf(items) : payloadOfArray(items).text();
    });
    const keyOf = (status: string) => `${folder}/${status}_0.${isLines ? 'jsonl' : 'json'}`;
    const listed = files.map(({ status, text }) => [
      status,
      text === undefined ? [] : [{ Key: keyOf(status), Size: Buffer.byteLength(text) }],
    ]);
    const manifest = {
      DestinationBucket: bucket,
      MapRunArn: mapRun.mapRunArn,
      ResultFiles: Object.fromEntries(listed),
    };
    const write = (key: string, text: string) =>
      frame.thread.scope.guard(
        frame.execution.world.storage.write(frame.execution, { bucket: String(bucket), key }, text),
      );
    for (const { status, text } of files) {
      if (text !== undefined) await write(keyOf(status), text);
    }
    const key = `${folder}/manifest.json`;
    await write(key, JSON.stringify(manifest));
    mapRun.resultsWritten();
    return payloadOf({
      MapRunArn: mapRun.mapRunArn,
      ResultWriterDetails: { Bucket: bucket, Key: key },
    });
  };
}

/** Children that ended alike share a file. What never began is in none: such a map fails before it writes. */
function filesOf(
  results: readonly ChildResult[],
  print: (results: readonly ChildResult[]) => string,
) {
  const succeeded = results.filter(hasSucceeded);
  const failed = results.filter((result) => !hasSucceeded(result));
  const file = (status: string, those: readonly ChildResult[]) => ({
    status,
    text: those.length === 0 ? undefined : print(those),
  });
  return [file('FAILED', failed), file('PENDING', []), file('SUCCEEDED', succeeded)];
}

const hasSucceeded = ({ outcome }: ChildResult): boolean => outcome.status === 'SUCCEEDED';

type Shape = (result: ChildResult) => readonly Payload[];

/** Children that failed are told of in full, whatever is asked for. */
function shapeOf(transformation: unknown): Shape {
  const whole: Shape = ({ describe }) => [payloadOf(describe())];
  if (transformation === 'NONE') return whole;
  const flat = transformation === 'FLATTEN';
  return (result) => {
    const { outcome } = result;
    if (outcome.status !== 'SUCCEEDED') return whole(result);
    const { output } = outcome;
    return flat && isArray(output.value) ? output.value.map(payloadOf) : [output];
  };
}

const linesOf = (items: readonly Payload[]): string => items.map((item) => item.text()).join('\n');
