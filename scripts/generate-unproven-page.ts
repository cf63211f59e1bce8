/** Writes docs/unproven.md from the table of open points. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { unprovenPage } from './prove/page.ts';

writeFileSync(join(import.meta.dirname, '..', 'docs', 'unproven.md'), unprovenPage());
