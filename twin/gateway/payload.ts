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
  // Larger objects go in parts, on AWS too.
  s3: 70 * MIB,
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
  const encoding = request.headers['content-encoding'];
  // How an object is packed is the business of those who read it.
  if (service === 's3') return encoding === undefined ? request : withoutChunks(request, encoding);
  return encoding === 'gzip' ? { ...request, body: gunzip(request.body) } : request;
}

const CHUNKED = 'aws-chunked';

/** Clients that sign or sum up a body while they send it put it into chunks of their own. */
function withoutChunks(request: WireRequest, encoding: string): WireRequest {
  const encodings = encoding.split(/, ?/);
  if (!encodings.includes(CHUNKED)) return request;
  const { 'content-encoding': _, ...headers } = request.headers;
  const left = encodings.filter((each) => each !== CHUNKED).join(',');
  return {
    ...request,
    headers: left === '' ? headers : { ...headers, 'content-encoding': left },
    body: joinChunks(Buffer.from(request.body)),
  };
}

/** `<hexadecimal length>[;chunk-signature=...]\r\n<bytes>\r\n`, until one of no length. */
function joinChunks(body: Buffer): Uint8Array {
  const chunks: Buffer[] = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    if (lineEnd < 0 || Number.isNaN(length)) {
      throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly');
    }
    if (length === 0) break;
    chunks.push(body.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
  return Buffer.concat(chunks);
}

function gunzip(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: UNPACKED_BYTES_MAX });
  } catch (error) {
    throw new AwsError('SerializationException', (error as Error).message);
  }
}
