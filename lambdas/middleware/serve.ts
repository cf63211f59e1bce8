// What every function shares: parse the input, run, answer; one log line and one metric for each call.
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { ZodType } from 'zod';
import { logCall } from './log-call.ts';
import { mapErrors } from './map-errors.ts';
import { measureCall } from './measure-call.ts';
import { parseInput } from './parse-input.ts';

export interface Call {
  /** When the call began, in milliseconds: the only clock that a function reads. */
  readonly now: number;
  readonly requestId: string;
  readonly functionName: string;
}

export function serve<In, Out>(
  input: ZodType<In>,
  run: (input: In, call: Call) => Promise<Out>,
): (event: unknown, context: Context) => Promise<Out> {
  const handler = (event: In, context: Context) =>
    run(event, {
      now: Date.now(),
      requestId: context.awsRequestId,
      functionName: context.functionName,
    });
  return middy()
    .use(measureCall())
    .use(logCall())
    .use(mapErrors())
    .use(parseInput(input))
    .handler(handler as never) as (event: unknown, context: Context) => Promise<Out>;
}
