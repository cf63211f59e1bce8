// The door of this room: a twin for clients in other processes.
export { type Pacer, type Speed, startPacer } from './pacer.ts';
export { type ServedTwin, type ServeOptions, serveTwin } from './server.ts';
