// The Principal element of trust and resource policies, in the same account.
import type { Caller } from '../host/caller.ts';
import { many, type PrincipalElement } from './document.ts';

/** How a principal element meets a caller: by name, through its whole account, or not at all. */
export type PrincipalMatch = 'direct' | 'account' | 'none';

export function matchPrincipal(element: PrincipalElement, caller: Caller): PrincipalMatch {
  if (typeof element === 'string') return element === '*' ? 'direct' : 'none';
  if (many(element['AWS']).includes('*')) return 'direct';
  if (caller.kind === 'service') {
    return many(element['Service']).some((name) => isService(name, caller)) ? 'direct' : 'none';
  }
  const names = many(element['AWS']);
  if (names.includes(caller.arn) || (caller.roleArn && names.includes(caller.roleArn))) {
    return 'direct';
  }
  const root = `arn:aws:iam::${caller.account}:root`;
  return names.includes(caller.account) || names.includes(root) ? 'account' : 'none';
}

/** Some services go by regional names too: `states.eu-west-1.amazonaws.com`. */
const isService = (name: string, { principal = '' }: Caller): boolean =>
  name === principal || name.replace(/^([\w-]+)\.[a-z]{2}(-\w+)+-\d\./, '$1.') === principal;
