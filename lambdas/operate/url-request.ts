// A request to a function URL: who signed it, what it asks, and whether it may be read at all.
import * as z from 'zod';
import { type Decision, decisionSchema } from '../../core/contract/decision.ts';
import { limits } from '../../core/limits.ts';
import { type HttpAnswer, problem } from './http-answer.ts';

/** Payload format 2.0; what is not named here is not looked at. */
export const urlRequestSchema = z.object({
  rawPath: z.string().default('/'),
  headers: z.record(z.string(), z.string()).default({}),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    http: z.object({ method: z.string() }),
    authorizer: z.object({ iam: z.object({ userArn: z.string().min(1) }) }).nullish(),
  }),
});

export type UrlRequest = z.infer<typeof urlRequestSchema>;

/** Undefined where nobody signed: IAM lets no such request through, and neither do we. */
export function identityOf({ requestContext }: UrlRequest): string | undefined {
  return requestContext.authorizer?.iam.userArn;
}

/** The decision, or what is wrong with the request, all of it at once. */
export function readDecision(request: UrlRequest): Decision | HttpAnswer {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return problem(415, 'send application/json');
  }
  const body = Buffer.from(request.body ?? '', request.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > limits.decisionBytesMax) {
    return problem(413, `a decision has at most ${limits.decisionBytesMax} bytes`);
  }
  const parsed = decisionSchema.safeParse(parseJson(body.toString('utf8')));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `$${path.map((key) => `.${String(key)}`).join('')}: ${message}`,
  );
  return problem(400, 'the decision is not understood', problems);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
