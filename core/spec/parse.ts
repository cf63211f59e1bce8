/** Stage one: text to plain values with places. Refuses what YAML readers disagree about. */
import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import { limits } from '../limits.ts';
import type { Finding } from './finding.ts';
import { findUnseenCharacter } from './hygiene.ts';
import { isMapping, kindOf, lowerFirst } from './kinds.ts';
import { nestsTooDeep } from './nesting.ts';
import type { Place, Places } from './places.ts';
import { readTree, type Tree } from './tree.ts';

export interface Source {
  /** Plain data: mappings without prototype, lists, text in NFC, numbers, truth values, null. */
  readonly value: unknown;
  readonly places: Places;
  readonly keyPlaces: Places;
  /** How unquoted scalars were spelt, by formatted path: `1.10`, where the value is 1.1. */
  readonly spellings: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
  /** False: too broken for its values to mean anything. */
  readonly readable: boolean;
}

export function parseSource(text: string): Source {
  const size = new TextEncoder().encode(text).length;
  if (size > limits.specBytesMax) return unreadable([tooLarge(size, '')]);
  if (nestsTooDeep(text)) return unreadable([tooDeep()]);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
  });
  const syntax = [...document.errors, ...document.warnings, ...oldDialect(document)];
  if (syntax.length > 0) {
    const first = syntax.slice(0, limits.problemsMax);
    return unreadable(first.map((error) => notYaml(error, lines)));
  }
  return judgeTree(readTree(document, lines), text);
}

function judgeTree(tree: Tree, text: string): Source {
  if (tree.size > limits.specBytesMax) return unreadable([tooLarge(tree.size, ' after expansion')]);
  if (tree.depth > limits.specDepthMax) return unreadable([tooDeep()]);
  if (!isMapping(tree.value)) return unreadable([...tree.findings, notMapping(tree.value)]);
  return { ...tree, findings: [...tree.findings, ...unseenInComments(text, tree)], readable: true };
}

function unreadable(findings: readonly Finding[]): Source {
  const none = new Map();
  return {
    value: undefined,
    places: none,
    keyPlaces: none,
    spellings: none,
    findings,
    readable: false,
  };
}

function tooLarge(size: number, when: string): Finding {
  const limit = `${limits.specBytesMax / 1024} KB`;
  return {
    code: 'E107',
    path: [],
    message: `more than ${Math.floor(size / 1024)} KB${when}, limit ${limit}`,
    allowed: limit,
    fix: 'keep large data elsewhere and give its name; use fewer aliases',
  };
}

function tooDeep(): Finding {
  const message = `nested deeper than ${limits.specDepthMax} levels`;
  return { code: 'E107', path: [], message, fix: 'a spec needs no more than eight levels' };
}

function notMapping(value: unknown): Finding {
  const got = value === null || value === undefined ? 'an empty file' : kindOf(value);
  return {
    code: 'E102',
    path: [],
    message: `expected a mapping with service, repository, environments; got ${got}`,
    got,
    fix: 'begin with "apiVersion: v1"',
  };
}

/** `%YAML 1.1` would turn `no` into false behind everybody's back. */
function oldDialect(document: Document): readonly Pick<YAMLError, 'code' | 'message' | 'pos'>[] {
  const { explicit, version } = document.directives?.yaml ?? {};
  if (explicit !== true || version === '1.2') return [];
  return [{ code: 'BAD_DIRECTIVE', message: `YAML ${version} is not supported`, pos: [0, 0] }];
}

function notYaml(error: Pick<YAMLError, 'code' | 'message' | 'pos'>, lines: LineCounter): Finding {
  const { line, col } = lines.linePos(error.pos[0]);
  const place: Place = { line: Math.max(line, 1), column: Math.max(col, 1) };
  const [reason, fix] = syntaxReasons[error.code] ?? [lowerFirst(error.message), 'see this place'];
  return { code: 'E101', path: [], place, message: `not valid YAML (${reason})`, fix };
}

/** The reader's own words for the commonest slips are hard to act upon. */
const syntaxReasons: Readonly<Record<string, readonly [reason: string, fix: string]>> = {
  TAB_AS_INDENT: ['tab in indentation', 'use spaces'],
  MULTIPLE_DOCS: ['several documents in one file', 'keep one release spec in a file'],
  TAG_RESOLVE_FAILED: ['custom tag', 'remove the word that begins with "!"'],
};

/** A direction override in a comment makes the lines around it look like others. */
function unseenInComments(text: string, tree: Tree): readonly Finding[] {
  if (tree.findings.some(({ code }) => code === 'E323')) return [];
  return text.split('\n').flatMap((line, index): Finding[] => {
    const character = findUnseenCharacter(line.replace(/\r$/, '').replace(/^\ufeff/, ' '));
    if (character === undefined || !line.includes('#')) return [];
    const place = { line: index + 1, column: character.index + 1 };
    return [
      { code: 'E323', path: [], place, message: `contains ${character.name}`, fix: 'remove it' },
    ];
  });
}
