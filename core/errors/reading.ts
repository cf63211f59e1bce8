/** E101 to E111: the file cannot be read as a release spec. */
import type { ErrorEntries } from './entry.ts';

export const readingErrors = {
  E101: {
    severity: 'error',
    title: 'Not valid YAML',
    why: 'A file that two readers understand differently must not decide what serves users. Tabs in indentation, custom tags, several documents in one file, bytes that are not UTF-8 and cut-off text are all refused.',
    example: 'environments:\n\t- name: staging',
    fix: 'Correct the place that is shown. Indent with spaces. One file holds one document.',
  },
  E102: {
    severity: 'error',
    title: 'Not a mapping',
    why: 'A release spec is a mapping of names to values. An empty file or a list is most often the wrong file, or one that was not saved.',
    example: '- name: staging\n- name: production',
    fix: 'Begin with `apiVersion: v1`, `service`, `repository` and `environments`.',
  },
  E103: {
    severity: 'error',
    title: 'Unknown key',
    why: 'A key that is ignored is a wish that nobody hears: a misspelt `gates` would release without asking anybody.',
    example: 'environments:\n  - name: production\n    gate: [{ kind: approval }]',
    fix: 'Use the key that is suggested, or remove it. Unknown keys are never ignored.',
  },
  E104: {
    severity: 'error',
    title: 'Key given twice',
    why: 'Readers differ on which of the two wins.',
    example: 'service: auth-service\nservice: user-service',
    fix: 'Keep one of the two lines.',
  },
  E105: {
    severity: 'error',
    title: 'Version of the spec is not supported',
    why: 'A spec written for a later Spillway may say things that this one would silently not do.',
    example: 'apiVersion: v3',
    fix: 'Write `apiVersion: v1`, or upgrade Spillway.',
  },
  E106: {
    severity: 'error',
    title: 'A value that YAML readers disagree about',
    why: 'Unquoted `no` is text to one reader and false to another, `010` is eight or ten, `12:30` is a time or 750, `1e3` is text or a thousand, `1.10` loses its zero.',
    example: 'owner: no',
    fix: 'Quote it where text is meant. Write plain decimal digits for a number, and true or false for a truth value.',
  },
  E107: {
    severity: 'error',
    title: 'Too large, or nested too deep',
    why: 'The registry keeps a spec, with its defaults and as JSON, in one parameter of Systems Manager, which holds 8 KB. And a small file can unfold to gigabytes through aliases.',
    example: 'a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]',
    fix: 'Keep the spec below 8 KB as JSON, its file below 64 KB and 20 levels. Put large data elsewhere and give its name.',
  },
  E108: {
    severity: 'error',
    title: 'A key is missing',
    why: 'There is no default that would be right for everybody.',
    example: 'environments:\n  - strategy: { kind: rolling }',
    fix: 'Add the key that is named.',
  },
  E109: {
    severity: 'error',
    title: 'The wrong kind of value',
    why: 'Text, numbers, lists and mappings are not turned into each other by guessing.',
    example: 'environments: production',
    fix: 'Write the kind of value that is named.',
  },
  E110: {
    severity: 'error',
    title: 'Value not allowed',
    why: 'The value has the right kind, and means nothing here.',
    example: 'architecture: arm',
    fix: 'Choose one of the values that are listed.',
  },
  E111: {
    severity: 'error',
    title: 'Two opening braces',
    why: 'The registry keeps a spec in a parameter of Systems Manager, which takes `{{` for the name of another parameter and refuses the value.',
    example: 'notes: deploys {{ version }}',
    fix: 'Write the text without two opening braces next to each other. A template has to be filled in before.',
  },
} as const satisfies ErrorEntries;
