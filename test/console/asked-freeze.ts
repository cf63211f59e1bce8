// A decision that anybody with the token may ask for.
import type { Decision } from '../../core/contract/decision.ts';

export const decision: Decision = {
  kind: 'freeze',
  action: 'freeze',
  service: 'auth-service',
  environment: 'production',
  reason: 'an audit',
};
export const post = {
  method: 'POST',
  path: '/api/decisions',
  body: JSON.stringify(decision),
} as const;
