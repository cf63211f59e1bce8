// Pass: hands on its input, a fixed result, or what its template makes of the input.
import type { Frame } from '../engine/model.ts';
import { payloadOf } from '../json.ts';
import { type CompileState, nextOf } from './compile-state.ts';

export const compilePass: CompileState = ({ definition, flow }) => {
  const next = nextOf(definition);
  const result = definition['Result'] === undefined ? undefined : payloadOf(definition['Result']);
  const work = async (frame: Frame) => {
    if (result !== undefined) frame.inspect?.('result', result);
    const worked = result ?? (await flow.arguments(frame));
    return { ...(await flow.finish(frame, worked)), next };
  };
  return { work };
};
