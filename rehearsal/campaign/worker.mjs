// The door of a thread: lets Node read TypeScript there too.
import { register } from 'tsx/esm/api';

register();
await import('./worker.ts');
