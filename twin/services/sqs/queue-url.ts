// Queue URLs and ARNs name the same thing.

/** `arn:aws:sqs:us-east-1:123456789012:name` to `https://sqs.us-east-1.amazonaws.com/123456789012/name` */
export function queueUrlOf(arn: string): string {
  const [, , , region, account, name] = arn.split(':');
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

/** Whatever the host of the URL: people reach a twin under many names. */
export const queueNameOf = (url: string): string => url.split('/').at(-1) ?? '';
