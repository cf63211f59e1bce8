// Succeed: ends its line of control with its input, or with what its Output makes of it.
import type { CompileState } from './compile-state.ts';

export const compileSucceed: CompileState = ({ flow }) => ({
  work: async (frame) => ({ ...(await flow.finish(frame, flow.input(frame))), next: undefined }),
});
