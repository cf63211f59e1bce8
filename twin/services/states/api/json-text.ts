// JSON text from outside. AWS's messages for bad JSON are those of the Java parser that it uses.
import { AwsError } from '../../../host/aws-error.ts';
import { PAYLOAD_BYTES_MAX } from '../engine/run.ts';
import { type Payload, payloadFrom } from '../json.ts';
import { jsonProblem } from '../validation/json-syntax.ts';
import { validation } from './problems.ts';

/** The input of an execution; nothing at all stands for the empty object. */
export function executionInput(text: string | undefined): Payload {
  if (text === undefined) return payloadFrom('{}');
  if (Buffer.byteLength(text) > PAYLOAD_BYTES_MAX) {
    throw validation(
      `1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to ${PAYLOAD_BYTES_MAX}`,
    );
  }
  const problem = jsonProblem(text);
  if (problem === undefined) return payloadFrom(text);
  throw new AwsError(
    'InvalidExecutionInput',
    `Invalid State Machine Execution Input: '${text.trim() === '' ? 'Invalid execution input.' : problem.message}'`,
  );
}

export function taskOutput(text: string | undefined): Payload {
  const output = text ?? '';
  const problem = jsonProblem(output);
  if (problem === undefined) return payloadFrom(output);
  throw new AwsError('InvalidOutput', `Invalid Output: '${problem.message}'`);
}
