// A whole account: every service, and IAM that judges every call.
import { createIam, type Iam, twinLookups } from './iam/index.ts';
import { allServices, type ServicesOptions } from './services/all.ts';
import { createTwin, DEFAULT_ACCOUNT, type Twin, type TwinOptions } from './twin.ts';

export interface AccountOptions extends Omit<TwinOptions, 'services' | 'authorizer'> {
  readonly services?: ServicesOptions;
  /** Roles that were never created: refused as strangers, or let through for those who only try things. */
  readonly unknownRoles?: 'refuse' | 'allow';
}

export interface Account {
  readonly twin: Twin;
  readonly iam: Iam;
}

export function createAccount(options: AccountOptions = {}): Account {
  const { services, unknownRoles = 'refuse', ...core } = options;
  const account = core.account ?? DEFAULT_ACCOUNT;
  let iam: Iam | undefined;
  const twin = createTwin({
    ...core,
    services: allServices(services),
    authorizer(parts) {
      const now = () => parts.clock.date();
      iam = createIam({ account, now, lookups: twinLookups(parts), unknownRoles });
      return iam;
    },
  });
  if (iam === undefined) throw new Error('the twin asked for no authorizer');
  return { twin, iam };
}
