// Names of load balancers and target groups.

export const NAME_LENGTH_MAX = 32;

/** What metrics call it: `app/shop/50dc6c495c0c9188`, `targetgroup/blue/73e2d6bc24d8a067`. */
export const fullName = (arn: string): string =>
  (arn.split(':').at(-1) ?? '').replace(/^loadbalancer\//, '');
