// The roles and managed policies of an account. IAM is global: every region asks the same store.
import { managedByAws } from './aws-managed.ts';
import type { PolicyDocument } from './document.ts';
import { prepareRole, type Role, type RoleDefinition } from './role.ts';
import { compileDocument } from './statement.ts';

export interface RoleStore {
  put(role: RoleDefinition): void;
  delete(arn: string): void;
  get(arn: string): Role | undefined;
  list(): readonly Role[];
  /** Templates name roles without their path. */
  arnOf(roleName: string): string | undefined;
  putInline(roleArn: string, name: string, document: PolicyDocument): void;
  deleteInline(roleArn: string, name: string): void;
  knowsPolicy(policyArn: string): boolean;
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
  const arns = new Map<string, string>();
  const managed = new Map<string, PolicyDocument>();
  const roles = new Map<string, Role>();

  const find = (policyArn: string) => managed.get(policyArn) ?? managedByAws(policyArn);
  const document = (policyArn: string): PolicyDocument => {
    const found = find(policyArn);
    if (found === undefined) throw new Error(`the managed policy ${policyArn} is not known`);
    return found;
  };
  const entry = (arn: string): Entry => {
    const found = entries.get(arn);
    if (found === undefined) throw new Error(`there is no role ${arn}`);
    return found;
  };
  const prepared = ({ definition, inline, attached }: Entry): Role => {
    const documents = new Map(inline);
    for (const arn of attached) documents.set(arn, document(arn));
    const { boundaryArn } = definition;
    const boundary = boundaryArn === undefined ? undefined : document(boundaryArn);
    return prepareRole({ definition, documents, boundary });
  };
  const get = (arn: string): Role | undefined => {
    const found = entries.get(arn);
    const role = roles.get(arn) ?? (found && prepared(found));
    if (role !== undefined) roles.set(arn, role);
    return role;
  };
  // Any change may touch any role; what was prepared is prepared again when it is next asked for.
  const changing =
    <Given extends readonly unknown[]>(change: (...given: Given) => unknown) =>
    (...given: Given): void => {
      change(...given);
      roles.clear();
    };

  return {
    get,
    list: () => [...entries.keys()].flatMap((arn) => get(arn) ?? []),
    arnOf: (roleName) => arns.get(roleName),
    knowsPolicy: (policyArn) => find(policyArn) !== undefined,
    put: changing((definition) => {
      if (definition.boundaryArn !== undefined) document(definition.boundaryArn);
      const { inline, attached } = entries.get(definition.arn) ?? noPolicies();
      entries.set(definition.arn, { definition, inline, attached });
      arns.set(nameOf(definition.arn), definition.arn);
    }),
    delete: changing((arn) => {
      entries.delete(arn);
      arns.delete(nameOf(arn));
    }),
    putInline: changing((arn, name, source) => entry(arn).inline.set(name, checked(source))),
    deleteInline: changing((arn, name) => entries.get(arn)?.inline.delete(name)),
    attach: changing((arn, policyArn) => {
      document(policyArn);
      entry(arn).attached.add(policyArn);
    }),
    detach: changing((arn, policyArn) => entries.get(arn)?.attached.delete(policyArn)),
    putManaged: changing((policyArn, source) => managed.set(policyArn, checked(source))),
    deleteManaged: changing((policyArn) => managed.delete(policyArn)),
  };
}

const nameOf = (arn: string): string => arn.split('/').at(-1) ?? arn;

const noPolicies = () => ({
  inline: new Map<string, PolicyDocument>(),
  attached: new Set<string>(),
});

/** Compiled at once, so that a document that cannot be judged is refused when it is written. */
function checked(source: PolicyDocument): PolicyDocument {
  compileDocument(source);
  return source;
}
