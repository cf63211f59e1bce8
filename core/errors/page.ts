/** The documentation page of a problem code, and the list of all of them. */
import { errorTable, type ProblemCode, problemCodes } from './table.ts';

const header = '<!-- Made from core/errors by `npm run generate`. Change it there. -->';

export function renderErrorPage(code: ProblemCode): string {
  const { title, severity, why, example, fix } = errorTable[code];
  return [
    header,
    `# ${code}: ${title}`,
    '',
    severity === 'error' ? 'An error: nothing is released.' : 'A warning: the release goes on.',
    '',
    '## Why',
    '',
    why,
    '',
    '## Example',
    '',
    '```yaml',
    example,
    '```',
    '',
    '## What to do',
    '',
    fix,
    '',
    '[All codes](README.md)',
    '',
  ].join('\n');
}

export function renderErrorIndex(): string {
  const rows = problemCodes.map((code) => {
    const { title, severity } = errorTable[code];
    return `| [${code}](${code}.md) | ${title} | ${severity} |`;
  });
  const introduction =
    'Every problem that Spillway reports has a code. Codes stay: a code never changes its meaning.';
  return [
    header,
    '# Problem codes',
    '',
    introduction,
    '',
    '| code | what it says | severity |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
