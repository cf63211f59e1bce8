// What a request may weigh, and how its body was packed.
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../host/aws-error.ts';
import type { WireRequest } from './wire.ts';

const MIB = 1024 * 1024;

/** Published for these; a function's code is 50 MB at most, and base64 on the wire. */
const BYTES_MAX: Readonly<Record<string, number>> = {
  dynamodb: 16 * MIB,
  lambda: 70 * MIB,
  monitoring: MIB,
};
/** Nothing is published for the others as a whole: their members have bounds of their own. */
const BYTES_MAX_OTHERS = 10 * MIB;
/** Of what unpacks from a compressed body. */
const UNPACKED_BYTES_MAX = 70 * MIB;

/** The request as its client meant it, if it is not too large. */
export function unpack(request: WireRequest, service: string): WireRequest {
  const bytesMax = BYTES_MAX[service] ?? BYTES_MAX_OTHERS;
  if (request.body.byteLength > bytesMax) {
    const message = `The request must not exceed ${bytesMax} bytes`;
    throw new AwsError('RequestEntityTooLargeException', message, { status: 413 });
  }
  return request.headers['content-encoding'] === 'gzip'
    ? { ...request, body: gunzip(request.body) }
    : request;
}

function gunzip(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: UNPACKED_BYTES_MAX });
  } catch (error) {
    throw new AwsError('SerializationException', (error as Error).message);
  }
}
