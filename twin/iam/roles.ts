// The roles and managed policies of an account. IAM is global: every region asks the same store.
import { managedByAws } from './aws-managed.ts';
import type { PolicyDocument } from './document.ts';
import { type CompiledStatement, compileDocument } from './statement.ts';

export interface RoleDefinition {
  readonly arn: string;
  readonly trust: PolicyDocument;
  readonly boundaryArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** A statement that covers an action, and where it was written. */
export interface Grant {
  readonly statement: CompiledStatement;
  readonly policy: string;
  /** The action as the policy writes it, wildcards and all. */
  readonly action: string;
}

export interface Role extends RoleDefinition {
  readonly policies: readonly RolePolicy[];
  /** The statements, allowing and denying, that cover an action (in lower case). */
  grants(action: string): readonly Grant[];
  boundaryGrants(action: string): readonly Grant[] | undefined;
  /** Questions that were answered with yes, where the answer cannot change. */
  readonly allowed: Set<string>;
}

export interface RolePolicy {
  readonly name: string;
  readonly statements: readonly CompiledStatement[];
}

export interface RoleStore {
  put(role: RoleDefinition): void;
  delete(arn: string): void;
  get(arn: string): Role | undefined;
  list(): readonly Role[];
  /** Templates name roles without their path. */
  arnOf(roleName: string): string | undefined;
  knowsPolicy(policyArn: string): boolean;
  putInline(roleArn: string, name: string, document: PolicyDocument): void;
  deleteInline(roleArn: string, name: string): void;
  attach(roleArn: string, policyArn: string): void;
  detach(roleArn: string, policyArn: string): void;
  putManaged(policyArn: string, document: PolicyDocument): void;
  deleteManaged(policyArn: string): void;
}

interface Entry {
  readonly definition: RoleDefinition;
  readonly inline: Map<string, PolicyDocument>;
  readonly attached: Set<string>;
}

export function createRoleStore(): RoleStore {
  const entries = new Map<string, Entry>();
  const managed = new Map<string, PolicyDocument>();
  let roles = new Map<string, Role>();

  const document = (policyArn: string): PolicyDocument => {
    const found = managed.get(policyArn) ?? managedByAws(policyArn);
    if (found === undefined) throw new Error(`the managed policy ${policyArn} is not known`);
    return found;
  };
  const entry = (arn: string): Entry => {
    const found = entries.get(arn);
    if (found === undefined) throw new Error(`there is no role ${arn}`);
    return found;
  };
  // Compiled at once, so that a document that cannot be judged is refused when it is written.
  const checked = (source: PolicyDocument): PolicyDocument => {
    compileDocument(source);
    return source;
  };
  // Any change may touch any role; what was prepared is prepared again when it is next asked for.
  const change = (apply: () => void) => {
    apply();
    roles = new Map();
  };
  const build = ({ definition, inline, attached }: Entry): Role => {
    const policies = [
      ...[...inline].map(([name, source]) => ({ name, statements: compileDocument(source) })),
      ...[...attached].map((arn) => ({ name: arn, statements: compileDocument(document(arn)) })),
    ];
    const { boundaryArn } = definition;
    const boundary =
      boundaryArn === undefined
        ? undefined
        : index([{ name: boundaryArn, statements: compileDocument(document(boundaryArn)) }]);
    return {
      ...definition,
      policies,
      grants: index(policies),
      boundaryGrants: (action) => boundary?.(action),
      allowed: new Set(),
    };
  };
  const get = (arn: string): Role | undefined => {
    const known = roles.get(arn);
    const found = known === undefined ? entries.get(arn) : undefined;
    if (found === undefined) return known;
    const role = build(found);
    roles.set(arn, role);
    return role;
  };

  return {
    get,
    list: () => [...entries.keys()].flatMap((arn) => get(arn) ?? []),
    arnOf: (roleName) => [...entries.keys()].find((arn) => arn.endsWith(`/${roleName}`)),
    knowsPolicy: (arn) => (managed.get(arn) ?? managedByAws(arn)) !== undefined,
    put: (definition) =>
      change(() => {
        const { inline, attached } = entries.get(definition.arn) ?? emptyPolicies();
        entries.set(definition.arn, { definition, inline, attached });
      }),
    delete: (arn) => change(() => entries.delete(arn)),
    putInline: (arn, name, source) => change(() => entry(arn).inline.set(name, checked(source))),
    deleteInline: (arn, name) => change(() => entries.get(arn)?.inline.delete(name)),
    attach: (arn, policyArn) =>
      change(() => {
        document(policyArn);
        entry(arn).attached.add(policyArn);
      }),
    detach: (arn, policyArn) => change(() => entries.get(arn)?.attached.delete(policyArn)),
    putManaged: (policyArn, source) => change(() => managed.set(policyArn, checked(source))),
    deleteManaged: (policyArn) => change(() => managed.delete(policyArn)),
  };
}

const emptyPolicies = () => ({
  inline: new Map<string, PolicyDocument>(),
  attached: new Set<string>(),
});

/** Finds the statements for an action, and remembers them: roles ask the same few things over and over. */
function index(policies: readonly RolePolicy[]): (action: string) => readonly Grant[] {
  const found = new Map<string, readonly Grant[]>();
  return (action) => {
    const known = found.get(action);
    if (known !== undefined) return known;
    const grants = policies.flatMap(({ name, statements }) =>
      statements.flatMap((statement) => {
        const written = statement.coveringAction(action);
        return written === undefined ? [] : [{ statement, policy: name, action: written }];
      }),
    );
    found.set(action, grants);
    return grants;
  };
}
