/** Writes the JSON Schema of release specs, for editors. */
import { jsonSchemas } from './generated-files.ts';
import { writeFiles } from './write-files.ts';

await writeFiles(jsonSchemas());
