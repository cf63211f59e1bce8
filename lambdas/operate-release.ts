// The way in for operators: one decision, in the caller's own name, about what the caller saw. A look changes nothing.
import type { Context } from 'aws-lambda';
import { openExecutions } from '../aws/executions.ts';
import { isNamed } from '../aws/failure.ts';
import { openOperators } from '../aws/operators.ts';
import { setting } from '../aws/settings.ts';
import { openTellingDesk } from '../aws/telling-desk.ts';
import type { Decision } from '../core/contract/decision.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { mayDo, type OperatorAction, type Role, rolesOf } from '../core/operate/roles.ts';
import { serve } from './middleware/serve.ts';
import type { Decided, Hands } from './operate/act.ts';
import { decideFreeze } from './operate/decide-freeze.ts';
import { decideRelease } from './operate/decide-release.ts';
import { decideService } from './operate/decide-service.ts';
import { answer, type HttpAnswer, problem } from './operate/http-answer.ts';
import {
  identityOf,
  readDecision,
  type UrlRequest,
  urlRequestSchema,
} from './operate/url-request.ts';

const hands: Hands = { desk: openTellingDesk(), executions: openExecutions() };
const operators = openOperators(setting('registryPrefix'));

const operate = serve(urlRequestSchema, async (request, call): Promise<HttpAnswer> => {
  const identity = identityOf(request);
  if (identity === undefined) return problem(403, 'sign the request with your AWS credentials');
  if (request.rawPath !== '/') return problem(404, 'there is nothing but /');
  const held = rolesOf(identity, await operators.read());
  switch (request.requestContext.http.method) {
    case 'GET':
    case 'HEAD':
      return mayDo(held, 'look') ? answer(200, { identity, roles: held }) : forbidden('look', held);
    case 'POST':
      return post(request, held, { identity, ...call });
    default:
      return problem(405, 'look with GET, decide with POST');
  }
});

/** A function URL makes "502 Internal Server Error" of whatever is thrown: say more than that. */
export async function handler(event: unknown, context: Context): Promise<HttpAnswer> {
  try {
    return await operate(event, context);
  } catch (error) {
    if (isNamed(error, errorNames.notFound) && error instanceof Error) {
      return problem(404, error.message);
    }
    const busy = isNamed(error, errorNames.unavailable);
    return problem(busy ? 503 : 500, 'it is not known whether this was done; look, then repeat it');
  }
}

function post(
  request: UrlRequest,
  held: readonly Role[],
  caller: Omit<Decided, 'reason'>,
): Promise<HttpAnswer> | HttpAnswer {
  const decision = readDecision(request);
  if ('statusCode' in decision) return decision;
  if (!mayDo(held, decision.action)) return forbidden(decision.action, held);
  return decide(decision, { ...caller, reason: decision.reason });
}

const forbidden = (action: OperatorAction, held: readonly Role[]): HttpAnswer =>
  problem(403, `to ${action} is not for you (you are ${held.join(' and ') || 'nobody'} here)`);

function decide(decision: Decision, decided: Decided): Promise<HttpAnswer> {
  switch (decision.kind) {
    case 'release':
      return decideRelease(hands, decision, decided);
    case 'service':
      return decideService(hands, decision, decided);
    case 'freeze':
      return decideFreeze(hands, decision, decided);
  }
}
