// One structured line for each call: what it was about and how it ended. Never the whole input: it may hold more than ids.
import type middy from '@middy/core';

const LOGGED = ['releaseId', 'service', 'environment', 'phase'] as const;

export const logCall = (): middy.MiddlewareObj => ({
  after: ({ event, context }) => {
    write('INFO', { ...subject(event), ...where(context) });
  },
  onError: ({ event, context, error }) => {
    const failure = error instanceof Error ? { error: error.name, message: error.message } : {};
    write('ERROR', { ...subject(event), ...where(context), ...failure });
  },
});

const write = (level: string, fields: object): void => {
  process.stdout.write(`${JSON.stringify({ level, ...fields })}\n`);
};

const where = (context: { awsRequestId?: string; functionName?: string }) => ({
  requestId: context.awsRequestId,
  function: context.functionName,
});

const subject = (event: unknown): Record<string, unknown> => {
  if (typeof event !== 'object' || event === null) return {};
  const given = event as Record<string, unknown>;
  return Object.fromEntries(
    LOGGED.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])),
  );
};
