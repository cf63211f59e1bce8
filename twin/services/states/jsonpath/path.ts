// JSONPath as data: where a path starts, and the steps it takes from there.
import type { Json } from '../json.ts';

/** `$` is the state's data, `$$` the context object, `$name` a variable. */
export type Root =
  | { readonly kind: 'data' }
  | { readonly kind: 'context' }
  | { readonly kind: 'variable'; readonly name: string };

export type Step =
  | { readonly kind: 'member'; readonly names: readonly string[] }
  | { readonly kind: 'index'; readonly indices: readonly number[] }
  | { readonly kind: 'slice'; readonly from?: number; readonly to?: number; readonly step?: number }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'descend' }
  | { readonly kind: 'filter'; readonly filter: Filter }
  | { readonly kind: 'function'; readonly name: string };

export type Operand =
  | { readonly kind: 'literal'; readonly value: Json }
  | { readonly kind: 'pattern'; readonly pattern: RegExp }
  | { readonly kind: 'path'; readonly fromItem: boolean; readonly steps: readonly Step[] };

export type Filter =
  | { readonly kind: 'exists'; readonly operand: Operand }
  | {
      readonly kind: 'compare';
      readonly operator: string;
      readonly left: Operand;
      readonly right: Operand;
    }
  | { readonly kind: 'not'; readonly filter: Filter }
  | { readonly kind: 'and' | 'or'; readonly filters: readonly Filter[] };

export interface Path {
  readonly text: string;
  readonly root: Root;
  readonly steps: readonly Step[];
  /** A definite path names exactly one value; the others give a list. */
  readonly definite: boolean;
}

export const isDefinite = (steps: readonly Step[]): boolean =>
  steps.every(
    (step) =>
      (step.kind === 'member' && step.names.length === 1) ||
      (step.kind === 'index' && step.indices.length === 1) ||
      step.kind === 'function',
  );

/** The path in the bracket notation that AWS's messages use. */
export function canonical(steps: readonly Step[]): string {
  return `$${steps
    .map((step) => {
      if (step.kind === 'member') return `[${step.names.map((name) => `'${name}'`).join(',')}]`;
      if (step.kind === 'index') return `[${step.indices.join(',')}]`;
      if (step.kind === 'wildcard') return '[*]';
      if (step.kind === 'descend') return '..';
      if (step.kind === 'filter') return '[?]';
      if (step.kind === 'function') return `.${step.name}()`;
      return `[${step.from ?? ''}:${step.to ?? ''}]`;
    })
    .join('')}`;
}
