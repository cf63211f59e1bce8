// Posts an operator's decision to the function URL, signed with the operator's own credentials.
import { LambdaClient } from '@aws-sdk/client-lambda';
import { HttpRequest, type HttpResponse } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Decision } from '../core/contract/decision.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { clientSettings } from './client-settings.ts';
import { Failure } from './failure.ts';

export interface OperateClient {
  decide(decision: Decision): Promise<Decided>;
}

/** `stale`: the release has moved on since the operator looked, and nothing was done. */
export interface Decided {
  readonly kind: 'done' | 'stale' | 'refused';
  readonly message: string;
  /** Of the page about it; null where there is none. */
  readonly code: string | null;
}

/** `<id>.lambda-url.<region>.on.aws` */
const FUNCTION_URL_HOST = /^[a-z0-9]+\.lambda-url\.([a-z0-9-]+)\.on\.aws$/;
/** Other conflicts are refusals too, but looking again would not help. */
const STALE = 'E401';

export interface OperateClientOptions {
  readonly url: string;
  /** Where requests go instead, with the URL's host in the `Host` header: a twin. */
  readonly endpoint?: string | undefined;
}

export function openOperateClient({ url, endpoint }: OperateClientOptions): OperateClient {
  const { hostname } = new URL(url);
  const [, region] = FUNCTION_URL_HOST.exec(hostname) ?? [];
  if (region === undefined) {
    throw new Failure(errorNames.internal, `${url} is not the URL of a function`);
  }
  // The SDK knows how to find credentials; a client is the way to ask it.
  const { credentials, sha256 } = new LambdaClient({ ...clientSettings(), region }).config;
  const signer = new SignatureV4({ service: 'lambda', region, credentials, sha256 });
  const { requestHandler } = clientSettings();
  const target = new URL(endpoint ?? url);
  return {
    async decide(decision) {
      const signed = await signer.sign(
        new HttpRequest({
          method: 'POST',
          protocol: 'https:',
          hostname,
          path: '/',
          headers: { host: hostname, 'content-type': 'application/json' },
          body: JSON.stringify(decision),
        }),
      );
      const { response } = await requestHandler.handle(
        new HttpRequest({
          ...signed,
          protocol: target.protocol,
          hostname: target.hostname,
          ...(target.port === '' ? {} : { port: Number(target.port) }),
        }),
      );
      return toDecided(response);
    },
  };
}

async function toDecided(response: HttpResponse): Promise<Decided> {
  const { statusCode } = response;
  const { message, code } = await readAnswer(response);
  if (statusCode === 200) return { kind: 'done', message, code };
  if (code === STALE) return { kind: 'stale', message, code };
  return {
    kind: 'refused',
    message: message === '' ? `refused with ${statusCode}` : message,
    code,
  };
}

/** IAM's own refusals say `Message`, ours say `message`. */
async function readAnswer({ body }: HttpResponse): Promise<Pick<Decided, 'message' | 'code'>> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  try {
    const answer = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const problems: readonly unknown[] = answer.problems ?? [];
    const message = [answer.message ?? answer.Message ?? '', ...problems].join('; ');
    return { message, code: answer.code ?? null };
  } catch {
    return { message: '', code: null };
  }
}
