// A policy document as people and templates write it, and how it is read.

type OneOrMany<T> = T | readonly T[];
type Scalar = string | number | boolean;

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: OneOrMany<Statement>;
}

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: OneOrMany<string>;
  readonly NotAction?: OneOrMany<string>;
  readonly Resource?: OneOrMany<string>;
  readonly NotResource?: OneOrMany<string>;
  readonly Principal?: PrincipalElement;
  readonly NotPrincipal?: PrincipalElement;
  readonly Condition?: ConditionBlock;
}

/** `*`, or ARNs, accounts and service names by kind (`AWS`, `Service`, `Federated`). */
export type PrincipalElement = string | Readonly<Record<string, OneOrMany<string>>>;

/** Operator, then condition key, then the values of which one must match. */
export type ConditionBlock = Readonly<Record<string, Readonly<Record<string, OneOrMany<Scalar>>>>>;

/** Reads a document from JSON text or from an object, and refuses what is none. */
export function readDocument(source: unknown): PolicyDocument {
  const document: unknown = typeof source === 'string' ? JSON.parse(source) : source;
  if (!isDocument(document)) throw new Error('a policy document must have statements');
  for (const statement of many(document.Statement)) {
    if (statement.Effect !== 'Allow' && statement.Effect !== 'Deny') {
      throw new Error(`a statement's effect must be Allow or Deny, not ${statement.Effect}`);
    }
  }
  return document;
}

export const many = <T>(value: OneOrMany<T> | undefined): readonly T[] => {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
};

const isList = <T>(value: OneOrMany<T>): value is readonly T[] => Array.isArray(value);

const isDocument = (value: unknown): value is PolicyDocument =>
  typeof value === 'object' && value !== null && 'Statement' in value;
