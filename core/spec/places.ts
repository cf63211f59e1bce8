/** Where in the file every value of a spec stands. */
import { formatPath, type Path } from './path.ts';

/** Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** By formatted path. A list or mapping stands where its key does, any other value for itself. */
export type Places = ReadonlyMap<string, Place>;

const startOfFile: Place = { line: 1, column: 1 };

/** What was never written stands where the nearest thing around it does. */
export function placeOf(places: Places, path: Path): Place {
  for (let length = path.length; length >= 0; length -= 1) {
    const place = places.get(formatPath(path.slice(0, length)));
    if (place !== undefined) return place;
  }
  return startOfFile;
}
