import { describe, expect, it } from 'vitest';
import { personOf, principalOf, shortName } from '../../../core/operate/identity.ts';

const account = '123456789012';
const session = (role: string, name: string) =>
  `arn:aws:sts::${account}:assumed-role/${role}/${name}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

describe('an identity', () => {
  it.each([
    [`arn:aws:iam::${account}:user/alice`, `arn:aws:iam::${account}:user/alice`, 'alice'],
    [`arn:aws:iam::${account}:user/team/bob`, `arn:aws:iam::${account}:user/bob`, 'bob'],
    [session('Operator', 'carol'), role('Operator'), 'carol'],
    [`arn:aws-cn:sts::${account}:assumed-role/A/b`, `arn:aws-cn:iam::${account}:role/A`, 'b'],
    [`arn:aws:iam::${account}:root`, `arn:aws:iam::${account}:root`, 'root'],
  ])('%s is listed as %s and called %s', (identity, principal, name) => {
    expect(principalOf(identity)).toBe(principal);
    expect(shortName(identity)).toBe(name);
  });

  it('is one person for all sessions of a role whose sessions anybody can name', () => {
    expect(personOf(session('Operator', 'a'))).toBe(personOf(session('Operator', 'b')));
    expect(personOf(session('Operator', 'a'))).not.toBe(personOf(session('Admin', 'a')));
  });

  it('is a person for each session that AWS has named', () => {
    const sso = 'AWSReservedSSO_Operator_0123456789abcdef';
    expect(personOf(session(sso, 'a'))).not.toBe(personOf(session(sso, 'b')));
  });
});
