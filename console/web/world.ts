// What the page knows of the world as a whole.
import type { TwinState } from '../twin-controls.ts';

export interface World {
  readonly place: string;
  readonly twin: TwinState | null;
}
