/** Writes docs/errors from the table of problem codes. */
import { errorPages } from './generated-files.ts';
import { writeFiles } from './write-files.ts';

await writeFiles(errorPages());
