// Which resource must exist before which: what a template says, and what its references imply.
import type { ResourceDeclaration, Section } from './declaration.ts';
import { AssemblyError } from './error.ts';

const SUBSTITUTION = /\$\{([^!}][^}]*)\}/g;

/** Logical ids in an order in which each comes after those that it needs; otherwise as written. */
export function creationOrder(resources: Section<ResourceDeclaration>, name: string): string[] {
  const order: string[] = [];
  const state = new Map<string, 'open' | 'done'>();
  const path: string[] = [];
  const visit = (id: string) => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') {
      const cycle = path.slice(path.indexOf(id)).join(', ');
      throw new AssemblyError(`${name}: Circular dependency between resources: [${cycle}]`);
    }
    state.set(id, 'open');
    path.push(id);
    for (const needed of dependencies(resources[id])) {
      if (resources[needed] !== undefined) visit(needed);
    }
    path.pop();
    state.set(id, 'done');
    order.push(id);
  };
  for (const id of Object.keys(resources)) visit(id);
  return order;
}

function dependencies(resource: ResourceDeclaration | undefined): ReadonlySet<string> {
  const found = new Set<string>([resource?.DependsOn ?? []].flat());
  collect(resource?.Properties, found);
  return found;
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, argument] of Object.entries(value)) {
    for (const name of referenced(key, argument)) found.add(name);
    collect(argument, found);
  }
}

function referenced(key: string, argument: unknown): readonly string[] {
  if (key === 'Ref') return [String(argument)];
  if (key === 'Fn::GetAtt') {
    return [String(Array.isArray(argument) ? argument[0] : argument).split('.')[0] ?? ''];
  }
  if (key === 'Fn::Sub') {
    const text = String(Array.isArray(argument) ? argument[0] : argument);
    return [...text.matchAll(SUBSTITUTION)].map((match) => (match[1] ?? '').split('.')[0] ?? '');
  }
  return [];
}
