// Which access key belongs to whom. Keys that were never issued are anyone's: they speak for the account.
import type { Ids } from '../kernel/ids.ts';
import { accountCaller, type Caller } from './caller.ts';

export interface IssuedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

export interface Credentials {
  issue(caller: Caller): IssuedCredentials;
  callerOf(accessKeyId: string): Caller;
}

export function createCredentials(ids: Ids, account: string): Credentials {
  const callers = new Map<string, Caller>();
  const anyone = accountCaller(account);
  return {
    issue(caller) {
      const accessKeyId = `ASIA${ids.alphanumeric(16)}`;
      callers.set(accessKeyId, caller);
      return { accessKeyId, secretAccessKey: ids.hex(40), sessionToken: ids.hex(64) };
    },
    callerOf: (accessKeyId) => callers.get(accessKeyId) ?? anyone,
  };
}
