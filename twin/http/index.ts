// The door of this room: a twin for clients in other processes.
export type { Speed } from './pacer.ts';
export { type ServedTwin, type ServeOptions, serveTwin } from './server.ts';
