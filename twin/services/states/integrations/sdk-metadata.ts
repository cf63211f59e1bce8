// The metadata that optimized integrations add to what a service answers.
import type { ServiceHost } from '../../../host/service.ts';
import type { JsonObject } from '../json.ts';

export function sdkMetadata(
  host: ServiceHost,
  answer: { readonly requestId: string; readonly status?: number; readonly body: string },
  headers: Readonly<Record<string, string>> = {},
): JsonObject {
  const all: Record<string, string> = {
    Connection: 'keep-alive',
    'Content-Length': String(Buffer.byteLength(answer.body)),
    'Content-Type': 'application/x-amz-json-1.0',
    Date: host.clock.date().toUTCString(),
    'x-amzn-RequestId': answer.requestId,
    ...headers,
  };
  return {
    SdkHttpMetadata: {
      AllHttpHeaders: Object.fromEntries(
        Object.entries(all).map(([name, value]) => [name, [value]]),
      ),
      HttpHeaders: all,
      HttpStatusCode: answer.status ?? 200,
    },
    SdkResponseMetadata: { RequestId: answer.requestId },
  };
}
