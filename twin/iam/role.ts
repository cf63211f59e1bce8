// A role with its policies made ready: which statements cover an action, and what is settled already.
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
  /** The same of the boundary; undefined where there is none. */
  boundaryGrants(action: string): readonly Grant[] | undefined;
  /** Questions that were answered with yes, where the answer cannot change. */
  readonly allowed: Set<string>;
}

interface RolePolicy {
  readonly name: string;
  readonly statements: readonly CompiledStatement[];
}

export interface WrittenRole {
  readonly definition: RoleDefinition;
  /** Documents by the name of the policy, or by its ARN. */
  readonly documents: ReadonlyMap<string, PolicyDocument>;
  readonly boundary: PolicyDocument | undefined;
}

export function prepareRole({ definition, documents, boundary }: WrittenRole): Role {
  const policies = [...documents].map(([name, document]) => prepare(name, document));
  const bounds = boundary && indexByAction([prepare('boundary', boundary)]);
  return {
    ...definition,
    policies,
    grants: indexByAction(policies),
    boundaryGrants: (action) => bounds?.(action),
    allowed: new Set(),
  };
}

const prepare = (name: string, document: PolicyDocument): RolePolicy => ({
  name,
  statements: compileDocument(document),
});

/** Finds the statements for an action, and remembers them: roles ask the same few things over and over. */
function indexByAction(policies: readonly RolePolicy[]): (action: string) => readonly Grant[] {
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
