// The operations of a service, typed by the SDK client that describes them.
import type { CallContext } from './call-context.ts';

type CommandName<Sdk> = {
  [Key in keyof Sdk]: Key extends `${infer Name}Command` ? Name : never;
}[keyof Sdk];

type Command<Sdk, Name extends string> = `${Name}Command` extends keyof Sdk
  ? Sdk[`${Name}Command`] extends abstract new (
      ...args: never[]
    ) => infer Instance
    ? Instance
    : never
  : never;

export type Input<Sdk, Name extends string> =
  Command<Sdk, Name> extends { readonly input: infer In } ? In : never;

type Answered<Instance> = Instance extends {
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: infer Out }>;
}
  ? Out
  : never;

/** What an operation answers: the SDK's output without its metadata, which the gateway adds. */
export type Output<Sdk, Name extends string> = Omit<Answered<Command<Sdk, Name>>, '$metadata'>;

/** Handlers by operation name. An operation without one is answered with NotImplemented. */
export type Operations<Sdk> = {
  readonly [Name in CommandName<Sdk>]?: (
    input: Input<Sdk, Name & string>,
    context: CallContext,
  ) => Output<Sdk, Name & string> | Promise<Output<Sdk, Name & string>>;
};
