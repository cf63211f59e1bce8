import { describe, expect, it } from 'vitest';
import { freezeActions, releaseActions } from '../../../core/contract/decision.ts';
import {
  allowed,
  mayDo,
  type OperatorAction,
  operatorsSchema,
  type Role,
  rolesOf,
} from '../../../core/operate/roles.ts';

const columns = ['none', 'viewer', 'releaser', 'approver', 'admin'] as const;

/** `x` may, `.` may not: nobody, viewer, releaser, approver, admin. */
const matrix: Readonly<Record<OperatorAction, string>> = {
  look: '.xxxx',
  approve: '...xx',
  reject: '...xx',
  pause: '..xxx',
  resume: '..x.x',
  abort: '..xxx',
  promote: '..x.x',
  rollback: '..xxx',
  freeze: '..xxx',
  unfreeze: '....x',
};

describe('roles', () => {
  it('have a row for every action that there is', () => {
    const all = ['look', ...releaseActions, ...freezeActions].sort();
    expect(Object.keys(allowed).sort()).toEqual(all);
    expect(Object.keys(matrix).sort()).toEqual(all);
  });

  it.each(Object.entries(matrix))('let only those who may %s (%s)', (action, row) => {
    const shown = columns.map((column) => {
      const held: readonly Role[] = column === 'none' ? [] : [column];
      return mayDo(held, action as OperatorAction) ? 'x' : '.';
    });
    expect(shown.join('')).toBe(row);
  });

  it('come from the list, and from IAM alone where there is none', () => {
    const operators = operatorsSchema.parse({
      approver: ['arn:aws:iam::123456789012:role/Approvers'],
      viewer: ['arn:aws:iam::123456789012:role/Approvers'],
    });
    const session = 'arn:aws:sts::123456789012:assumed-role/Approvers/dave';
    expect(rolesOf(session, operators)).toEqual(['viewer', 'approver']);
    expect(rolesOf('arn:aws:iam::123456789012:user/eve', operators)).toEqual([]);
    expect(rolesOf('arn:aws:iam::123456789012:user/eve', null)).toEqual(['admin']);
  });

  it('are not misspelt', () => {
    expect(operatorsSchema.safeParse({ aprover: [] }).success).toBe(false);
  });
});
