// CSV as ItemReader reads it: fields in quotes, a header row or given headers, missing fields empty, extra ones dropped.
import { STATES_ERRORS } from '../errors/names.ts';
import { StateError } from '../errors/state-error.ts';
import { isArray, type Json, type JsonObject } from '../json.ts';

const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  PIPE: '|',
  SEMICOLON: ';',
  SPACE: ' ',
  TAB: '\t',
};

export function parseCsv(text: string, config: JsonObject): readonly Json[] {
  const delimiter = DELIMITERS[String(config['CSVDelimiter'] ?? 'COMMA')] ?? ',';
  const rows = rowsOf(text, delimiter);
  const given = config['CSVHeaderLocation'] === 'GIVEN';
  const headers = given ? givenHeaders(config) : (rows[0] ?? []);
  checkHeaders(headers);
  const columns = inHashOrder(headers);
  return (given ? rows : rows.slice(1)).map((row) =>
    Object.fromEntries(columns.map(({ header, index }) => [header, row[index] ?? ''])),
  );
}

const givenHeaders = (config: JsonObject): readonly string[] =>
  isArray(config['CSVHeaders']) ? config['CSVHeaders'].map(String) : [];

function checkHeaders(headers: readonly string[]): void {
  if (new Set(headers).size === headers.length) return;
  throw new StateError(STATES_ERRORS.itemReaderFailed, 'CSV headers cannot contain duplicates.');
}

/** AWS hands out the members of an item in the order of a Java hash map. */
function inHashOrder(headers: readonly string[]) {
  const columns = headers.map((header, index) => ({ header, index, hash: javaHash(header) }));
  let buckets = 16;
  while (headers.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (hash: number) => (hash ^ (hash >>> 16)) & (buckets - 1);
  return columns.sort((left, right) => bucketOf(left.hash) - bucketOf(right.hash));
}

function javaHash(text: string): number {
  let hash = 0;
  for (let index = 0; index < text.length; index += 1) {
    hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0;
  }
  return hash;
}

function rowsOf(text: string, delimiter: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = '';
  let quoted = false;
  const endField = () => {
    row.push(field);
    field = '';
  };
  const endRow = () => {
    endField();
    rows.push(row);
    row = [];
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text.charAt(at + 1) === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === delimiter) endField();
    else if (character === '\n') endRow();
    else if (character !== '\r') field += character;
  }
  if (field !== '' || row.length > 0) endRow();
  return rows;
}
