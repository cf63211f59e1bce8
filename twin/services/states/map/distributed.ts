// A distributed Map: a map run whose items, alone or in batches, are processed by executions of their own.
import type { ChildResult, Frame, Machine, MapRun } from '../engine/model.ts';
import { StateError } from '../errors/state-error.ts';
import { errorDetails } from '../history/details.ts';
import { isObject, type Json, type Payload, payloadOf } from '../json.ts';
import { type Batch, compileBatcher } from './batcher.ts';
import { compileItemReader } from './item-reader.ts';
import type { MapParts } from './parts.ts';
import { runPool } from './pool.ts';
import { compileResultWriter } from './result-writer.ts';
import { type Tolerance, thresholdExceeded, tolerates } from './settings.ts';

/** https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
const DISTRIBUTED_CONCURRENCY_MAX = 10_000;

export function compileDistributedMap(parts: MapParts) {
  const { source, processor, items, settings } = parts;
  const machine: Machine = { ...source.graph(processor), timeoutSeconds: undefined };
  const reader = compileItemReader(source);
  const batcher = compileBatcher(source);
  const writer = compileResultWriter(source);
  const config = processor['ProcessorConfig'];
  const express = isObject(config) && config['ExecutionType'] === 'EXPRESS';
  const { Label: label } = source.definition;

  return async (frame: Frame): Promise<Payload> => {
    const { history, world } = frame.execution;
    const listed = reader === undefined ? await items.list(frame) : undefined;
    const maxConcurrency = await settings.maxConcurrency(frame);
    // The number of items is not known yet when they are read from elsewhere.
    history.add(frame.thread, 'MapStateStarted', {
      mapStateStartedEventDetails: { length: listed?.length ?? 0 },
    });
    const tolerance = await settings.tolerance(frame);
    const mapRun = world.mapRuns.start({
      execution: frame.execution,
      stateName: frame.state.name,
      label: typeof label === 'string' ? label : undefined,
      maxConcurrency,
      toleratedFailureCount: tolerance.count ?? 0,
      toleratedFailurePercentage: tolerance.percentage ?? 0,
    });
    history.add(frame.thread, 'MapRunStarted', {
      mapRunStartedEventDetails: { mapRunArn: mapRun.mapRunArn },
    });
    return settle(frame, mapRun, async () => {
      const all = listed ?? (await reader?.(frame)) ?? [];
      const batches = await batcher(frame, await selectAll(frame, parts, all));
      mapRun.itemsCounted(all.length);
      const work = { mapRun, machine, express, batches, maxConcurrency, tolerance };
      const results = await runChildren(frame, { ...work, total: all.length });
      return writer(frame, mapRun, results);
    });
  };
}

async function settle(
  frame: Frame,
  mapRun: MapRun,
  work: () => Promise<Payload>,
): Promise<Payload> {
  const { history } = frame.execution;
  try {
    const output = await work();
    mapRun.finish('SUCCEEDED');
    history.add(frame.thread, 'MapRunSucceeded');
    history.add(frame.thread, 'MapStateSucceeded', undefined, { aside: true });
    return output;
  } catch (error) {
    mapRun.finish(error instanceof StateError ? 'FAILED' : 'ABORTED');
    if (error instanceof StateError) {
      history.add(frame.thread, 'MapRunFailed', { mapRunFailedEventDetails: errorDetails(error) });
    }
    throw error;
  }
}

async function selectAll(
  frame: Frame,
  { items }: MapParts,
  all: readonly Json[],
): Promise<readonly Payload[]> {
  const selected: Payload[] = [];
  for (const [index, value] of all.entries()) {
    selected.push(await items.select(frame, { index, value }));
  }
  return selected;
}

interface Work {
  readonly mapRun: MapRun;
  readonly machine: Machine;
  readonly express: boolean;
  readonly batches: readonly Batch[];
  readonly maxConcurrency: number;
  readonly tolerance: Tolerance;
  readonly total: number;
}

async function runChildren(frame: Frame, work: Work): Promise<readonly ChildResult[]> {
  const { mapRun, machine, express, batches, maxConcurrency, tolerance, total } = work;
  const scope = frame.thread.scope.child();
  let failed = 0;
  const concurrency = maxConcurrency || DISTRIBUTED_CONCURRENCY_MAX;
  try {
    return await frame.thread.scope.guard(
      runPool(batches.length, concurrency, async (index) => {
        const { input, itemCount } = batches[index] ?? { input: payloadOf(null), itemCount: 0 };
        const { variables } = frame.thread;
        const result = await mapRun.runChild({
          machine,
          input,
          variables,
          scope,
          express,
          itemCount,
        });
        if (result.outcome.status !== 'SUCCEEDED') failed += itemCount;
        if (!tolerates(tolerance, { failed, total })) throw thresholdExceeded();
        return result;
      }),
    );
  } finally {
    scope.abort();
  }
}
