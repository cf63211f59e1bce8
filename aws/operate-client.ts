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
}

/** `<id>.lambda-url.<region>.on.aws` */
const FUNCTION_URL_HOST = /^[a-z0-9]+\.lambda-url\.([a-z0-9-]+)\.on\.aws$/;
const CONFLICT = 409;

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
  const message = await readMessage(response);
  if (statusCode === 200) return { kind: 'done', message };
  if (statusCode === CONFLICT) return { kind: 'stale', message };
  return { kind: 'refused', message: message === '' ? `refused with ${statusCode}` : message };
}

/** IAM's own refusals say `Message`, ours say `message`. */
async function readMessage({ body }: HttpResponse): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk));
  try {
    const answer = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return String(answer.message ?? answer.Message ?? '');
  } catch {
    return '';
  }
}
