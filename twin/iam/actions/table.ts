// The form in which each service says what its operations need: IAM actions, resources and condition keys.
import type { Input, Operations } from '../../host/operations.ts';

export interface Demand {
  /** `<prefix>:<Operation>` when absent. */
  readonly action?: string;
  /** ARNs; `*` when absent, for actions without resource-level permissions. */
  readonly on?: readonly string[];
  readonly keys?: Readonly<Record<string, string | readonly string[]>>;
  /** The service tries it with the caller's rights before it does anything, and names all that is missing. */
  readonly tried?: boolean;
}

/** For a resource that IAM cannot name: the action must be granted on something. */
export const SOME_RESOURCE = 'some resource';

export type Demands = Demand | readonly Demand[];

/** Where a call is made, and what IAM cannot read off its input. */
export interface Scope {
  readonly region: string;
  readonly account: string;
  /** `arn:aws:<service>:<region>:<account>:<resource>` */
  arn(service: string, resource: string): string;
  /** `Application/Group` of a CodeDeploy deployment. */
  deploymentGroup(deploymentId: string | undefined): string | undefined;
  /** The state machine whose task waits for the token. */
  stateMachine(taskToken: string | undefined): string | undefined;
}

export interface ServiceActions {
  readonly prefix: string;
  /** The actions that calls can be seen to use; all of the prefix when absent. */
  readonly seen?: readonly string[];
  readonly rules: Readonly<Record<string, Rule>>;
}

type Rule = (input: object, at: Scope) => Demands;

type Rules<Sdk> = {
  readonly [Name in keyof Operations<Sdk>]?: (
    input: Input<Sdk, Name & string>,
    at: Scope,
  ) => Demands;
};

/**
 * Operations without a rule need `<prefix>:<Operation>` on `*`.
 * The types of a rule come from the SDK; the dispatcher hands over the operation's own input.
 */
export const defineActions =
  <Sdk>() =>
  (prefix: string, rules: Rules<Sdk>): ServiceActions => ({
    prefix,
    rules: rules as unknown as ServiceActions['rules'],
  });

/** Operations that all look alike, written once. */
export const each = <Name extends string, In>(
  names: readonly Name[],
  rule: (input: In, at: Scope) => Demands,
): { readonly [Key in Name]: (input: In, at: Scope) => Demands } => {
  const entries = names.map((name) => [name, rule]);
  return Object.fromEntries(entries) as { [Key in Name]: (input: In, at: Scope) => Demands };
};

/** The right to hand a role to a service, for each role that an input carries. */
export const passes = (
  service: string,
  ...roleArns: readonly (string | undefined)[]
): readonly Demand[] =>
  roleArns
    .filter((arn) => arn !== undefined && arn !== '')
    .map((arn) => ({
      action: 'iam:PassRole',
      on: [arn as string],
      keys: { 'iam:PassedToService': service },
    }));

/** Condition keys of tags that a request puts on what it makes. */
export function requestTags(
  tags: Readonly<Record<string, string>>,
): Readonly<Record<string, string | readonly string[]>> {
  const names = Object.keys(tags);
  if (names.length === 0) return {};
  const pairs = names.map((name) => [`aws:RequestTag/${name}`, tags[name] ?? '']);
  return { ...Object.fromEntries(pairs), 'aws:TagKeys': names };
}

/** `[{Key, Value}]`, `[{key, value}]` or a plain object, as a plain object. */
export function tagMap(tags: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(tags)) return (tags ?? {}) as Record<string, string>;
  return Object.fromEntries(
    tags.map((tag: Record<string, string>) => [
      tag['Key'] ?? tag['key'] ?? '',
      tag['Value'] ?? tag['value'] ?? '',
    ]),
  );
}

export const isArn = (name: string | undefined): name is `arn:${string}` =>
  name?.startsWith('arn:') ?? false;
