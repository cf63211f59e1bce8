/** Every file that is made from code, with its content: written by `generate`, compared by a test. */
import { renderErrorIndex, renderErrorPage } from '../core/errors/page.ts';
import { problemCodes } from '../core/errors/table.ts';
import { specJsonSchema } from '../core/spec/json-schema.ts';
import { scenarioJsonSchema } from '../twin/scenario/json-schema.ts';

export interface GeneratedFile {
  /** From the root of the repository. */
  readonly path: string;
  readonly content: string;
}

export function errorPages(): readonly GeneratedFile[] {
  return [
    { path: 'docs/errors/README.md', content: renderErrorIndex() },
    ...problemCodes.map((code) => ({
      path: `docs/errors/${code}.md`,
      content: renderErrorPage(code),
    })),
  ];
}

export function jsonSchemas(): readonly GeneratedFile[] {
  return [
    { path: 'schema/release.schema.json', content: print(specJsonSchema()) },
    { path: 'schema/scenario.schema.json', content: print(scenarioJsonSchema()) },
  ];
}

const print = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
