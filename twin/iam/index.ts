// The door of this room: who may do what, in one account.
export { createIam, type Iam, type IamOptions } from './iam.ts';
export { type Lookups, twinLookups } from './lookups.ts';
export type { IamReport } from './usage.ts';
