// Policy documents made ready for thousands of questions.
import type { Caller } from '../host/caller.ts';
import { SOME_RESOURCE } from './actions/table.ts';
import { type Condition, compileCondition } from './condition.ts';
import { many, type PolicyDocument, type Statement } from './document.ts';
import { compilePattern } from './pattern.ts';
import { matchPrincipal, type PrincipalMatch } from './principal.ts';
import type { RequestKeys } from './request.ts';

export interface CompiledStatement {
  readonly effect: 'Allow' | 'Deny';
  /** The written action patterns; reports name them. Empty for NotAction. */
  readonly actions: readonly string[];
  /** The written pattern by which the statement covers an action (in lower case), if it does. */
  coveringAction(action: string): string | undefined;
  coversResource(resource: string, keys: () => RequestKeys): boolean;
  readonly condition: Condition | undefined;
  /** Whether the answer depends on nothing but action and resource. */
  readonly constant: boolean;
  principal(caller: Caller): PrincipalMatch;
}

const compiled = new WeakMap<PolicyDocument, readonly CompiledStatement[]>();

export function compileDocument(document: PolicyDocument): readonly CompiledStatement[] {
  const known = compiled.get(document);
  if (known !== undefined) return known;
  const statements = many(document.Statement).map(compileStatement);
  compiled.set(document, statements);
  return statements;
}

function compileStatement(statement: Statement): CompiledStatement {
  const actions = many(statement.Action);
  const condition = compileCondition(statement.Condition);
  return {
    effect: statement.Effect,
    actions,
    coveringAction: actionMatcher(statement),
    coversResource: resourceMatcher(statement),
    condition,
    constant: condition === undefined && !usesVariables(statement),
    principal(caller) {
      if (statement.Principal !== undefined) return matchPrincipal(statement.Principal, caller);
      if (statement.NotPrincipal === undefined) return 'none';
      return matchPrincipal(statement.NotPrincipal, caller) === 'none' ? 'direct' : 'none';
    },
  };
}

const noKeys = (): RequestKeys => new Map();

function actionMatcher(statement: Statement): CompiledStatement['coveringAction'] {
  const matcher = (written: string) => {
    const pattern = compilePattern(written.toLowerCase());
    return { written, covers: (action: string) => pattern(action, noKeys) };
  };
  if (statement.NotAction !== undefined) {
    const excluded = many(statement.NotAction).map(matcher);
    return (action) => (excluded.some(({ covers }) => covers(action)) ? undefined : 'NotAction');
  }
  const included = many(statement.Action).map(matcher);
  return (action) => included.find(({ covers }) => covers(action))?.written;
}

function resourceMatcher(statement: Statement): CompiledStatement['coversResource'] {
  if (statement.NotResource !== undefined) {
    const excluded = many(statement.NotResource).map(compilePattern);
    return (resource, keys) => !excluded.some((pattern) => pattern(resource, keys));
  }
  // Trust policies have no Resource: they speak of the role that they belong to.
  if (statement.Resource === undefined) return () => true;
  const included = many(statement.Resource).map(compilePattern);
  return (resource, keys) =>
    resource === SOME_RESOURCE || included.some((pattern) => pattern(resource, keys));
}

const usesVariables = ({ Resource, NotResource }: Statement): boolean =>
  [...many(Resource), ...many(NotResource)].some((pattern) => pattern.includes('${'));
