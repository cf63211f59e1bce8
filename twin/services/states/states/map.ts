// Map: runs its processor for each item, within the execution or, when distributed, in executions of their own.
import { compileHandling } from '../engine/attempts.ts';
import { STATES_ERRORS } from '../errors/names.ts';
import { compileDistributedMap } from '../map/distributed.ts';
import { compileInlineMap } from '../map/inline.ts';
import { compileItems } from '../map/items.ts';
import { compileMockedMap } from '../map/mocked.ts';
import { isDistributed, type MapParts, processorOf } from '../map/parts.ts';
import { compileMapSettings } from '../map/settings.ts';
import { type CompileState, nextOf } from './compile-state.ts';

export const compileMap: CompileState = (source) => {
  const { definition, flow } = source;
  const next = nextOf(definition);
  const parts: MapParts = {
    source,
    processor: processorOf(definition),
    items: compileItems(source),
    settings: compileMapSettings(source),
  };
  const run = isDistributed(parts.processor)
    ? compileDistributedMap(parts)
    : compileInlineMap(parts);
  const runMocked = compileMockedMap(parts);
  return {
    handling: compileHandling(definition, flow, (frame, error) => {
      // Mistakes that nobody may catch end the execution without a word from the map.
      if (error.error === STATES_ERRORS.runtime) return;
      frame.execution.history.add(frame.thread, 'MapStateFailed');
    }),
    async work(frame) {
      const result = await (frame.mock === undefined ? run(frame) : runMocked(frame, frame.mock));
      return { ...(await flow.finish(frame, result)), next };
    },
  };
};
