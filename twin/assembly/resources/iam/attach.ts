// How templates tie policies to roles.
import { texts } from '../../properties.ts';
import type { Properties } from '../../provider.ts';
import type { StackHost } from '../../stack-host.ts';

/** A policy whose text is not known grants nothing here, and says so. */
export function attach(stack: StackHost, roleArn: string, policyArn: string): void {
  if (stack.roles.knowsPolicy(policyArn)) stack.roles.attach(roleArn, policyArn);
  else stack.warn(`the managed policy ${policyArn} is not known: it grants nothing to ${roleArn}`);
}

/** ARNs of the roles that a policy names; roles from elsewhere are not judged. */
export const rolesOf = (properties: Properties, stack: StackHost): readonly string[] =>
  texts(properties, 'Roles').flatMap((name) => stack.roles.arnOf(name) ?? []);
