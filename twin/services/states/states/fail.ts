// Fail: ends its line of control with an error.
import { StateError } from '../errors/state-error.ts';
import type { CompileState } from './compile-state.ts';

export const compileFail: CompileState = ({ flow }) => {
  const error = flow.string('Error');
  const cause = flow.string('Cause');
  return {
    async work(frame) {
      throw new StateError(await error(frame), await cause(frame));
    },
  };
};
