// The parts that event details are made of.
import type { Payload } from '../json.ts';

const NOT_TRUNCATED = { truncated: false };

export const inputDetails = (input: Payload) => ({
  input: input.text(),
  inputDetails: NOT_TRUNCATED,
});

export const outputDetails = (output: Payload) => ({
  output: output.text(),
  outputDetails: NOT_TRUNCATED,
});

/** Variables are shown as JSON text, in the order of their names. */
export function assignedDetails(assigned: ReadonlyMap<string, Payload> | undefined) {
  if (assigned === undefined || assigned.size === 0) return {};
  const names = [...assigned.keys()].sort();
  return {
    assignedVariables: Object.fromEntries(
      names.map((name) => [name, assigned.get(name)?.text() ?? '']),
    ),
    assignedVariablesDetails: NOT_TRUNCATED,
  };
}

/** An error without a name or a cause shows neither. */
export const errorDetails = (error: {
  error?: string | undefined;
  reason?: string | undefined;
}) => ({
  ...(error.error === undefined ? {} : { error: error.error }),
  ...(error.reason === undefined ? {} : { cause: error.reason }),
});
