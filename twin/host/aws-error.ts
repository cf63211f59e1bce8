// An error as AWS answers it: a modelled name, a message, and the members that its shape has.

export class AwsError extends Error {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Overrides the HTTP status of the modelled error. */
  readonly status: number | undefined;

  constructor(
    name: string,
    message: string,
    options: { fields?: Readonly<Record<string, unknown>>; status?: number } = {},
  ) {
    super(message);
    this.name = name;
    this.fields = options.fields ?? {};
    this.status = options.status;
  }
}

export const notSimulated = (service: string, operation: string): AwsError =>
  new AwsError('NotImplemented', `${service}:${operation} is not simulated`, { status: 501 });

/** A call whose answer never arrived: the caller sees a time-out and cannot know whether it took effect. */
export class LostCall extends Error {
  override readonly name = 'TimeoutError';
}
