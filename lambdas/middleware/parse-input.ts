// Input is data: what does not have the shape is refused before anything happens.
import type middy from '@middy/core';
import type { ZodType } from 'zod';
import { Failure } from '../../aws/failure.ts';
import { errorNames } from '../../core/contract/error-names.ts';

export const parseInput = (schema: ZodType): middy.MiddlewareObj => ({
  before: (request) => {
    const parsed = schema.safeParse(request.event);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(
        (issue) => `$.${issue.path.map(String).join('.')}: ${issue.message}`,
      );
      throw new Failure(errorNames.rejected, `the input is not understood: ${problems.join('; ')}`);
    }
    request.event = parsed.data;
  },
});
