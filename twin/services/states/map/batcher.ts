// ItemBatcher: several items, with an input of their own, for one child execution.
import type { Frame } from '../engine/model.ts';
import { jsonataFlow } from '../flow/jsonata-flow.ts';
import { jsonPathFlow } from '../flow/jsonpath-flow.ts';
import { isObject, type Payload, payloadOf } from '../json.ts';
import type { StateSource } from '../states/compile-state.ts';

export interface Batch {
  readonly input: Payload;
  readonly itemCount: number;
}

export type Batcher = (frame: Frame, items: readonly Payload[]) => Promise<readonly Batch[]>;

export function compileBatcher({ definition, flow }: StateSource): Batcher {
  const batcher = definition['ItemBatcher'];
  if (!isObject(batcher)) {
    return async (_, items) => items.map((input) => ({ input, itemCount: 1 }));
  }
  // Its numbers are fields like those of a state.
  const fields = flow.language === 'JSONata' ? jsonataFlow(batcher) : jsonPathFlow(batcher);
  const maxItems = fields.number('MaxItemsPerBatch');
  const maxBytes = fields.number('MaxInputBytesPerBatch');
  const batchInput = isObject(batcher['BatchInput'])
    ? flow.template('ItemBatcher/BatchInput', batcher['BatchInput'])
    : undefined;
  return async (frame, items) => {
    const shared = await batchInput?.(frame);
    const limits = {
      items: (await maxItems(frame)) ?? Number.POSITIVE_INFINITY,
      bytes: (await maxBytes(frame)) ?? Number.POSITIVE_INFINITY,
    };
    return split(items, limits).map((batch) => ({
      itemCount: batch.length,
      input: payloadOf({
        ...(shared === undefined ? {} : { BatchInput: shared.value }),
        Items: batch.map((item) => item.value),
      }),
    }));
  };
}

function split(
  items: readonly Payload[],
  limits: { readonly items: number; readonly bytes: number },
): readonly (readonly Payload[])[] {
  const batches: Payload[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = Buffer.byteLength(item.text());
    const last = batches.at(-1);
    if (last === undefined || last.length >= limits.items || bytes + size > limits.bytes) {
      batches.push([item]);
      bytes = size;
    } else {
      last.push(item);
      bytes += size;
    }
  }
  return batches;
}
