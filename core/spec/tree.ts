/** Walks a YAML document once: plain values, places, and everything refused on the way. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  type Node,
  type Pair,
  type Scalar,
} from 'yaml';
import { REFERENCE } from '../contract/registry-text.ts';
import { limits } from '../limits.ts';
import type { Finding } from './finding.ts';
import { findUnseenCharacter } from './hygiene.ts';
import { formatPath, type Path } from './path.ts';
import type { Place } from './places.ts';
import { findYamlTrap } from './yaml-traps.ts';

export interface Tree {
  readonly value: unknown;
  readonly places: Map<string, Place>;
  /** Where keys stand, for problems of the key itself. */
  readonly keyPlaces: Map<string, Place>;
  readonly spellings: Map<string, string>;
  readonly findings: Finding[];
  /** Characters after aliases are unfolded. */
  readonly size: number;
  readonly depth: number;
}

interface Walk extends Tree {
  readonly lines: LineCounter;
  readonly anchors: Map<string, Node>;
  value: unknown;
  size: number;
  depth: number;
}

export function readTree(document: Document, lines: LineCounter): Tree {
  const walk: Walk = {
    value: undefined,
    places: new Map(),
    keyPlaces: new Map(),
    spellings: new Map(),
    findings: [],
    size: 0,
    depth: 0,
    lines,
    anchors: new Map(),
  };
  walk.value = readNode(walk, document.contents, []);
  return walk;
}

/** Goes no further once a bound is passed: the caller refuses the whole then. */
function readNode(walk: Walk, node: unknown, path: Path): unknown {
  walk.size += 1;
  walk.depth = Math.max(walk.depth, path.length);
  if (walk.depth > limits.specDepthMax || walk.size > limits.specBytesMax) return null;
  if (isAlias(node)) return readAlias(walk, node, path);
  if (!isMap(node) && !isSeq(node) && !isScalar(node)) return null;
  if (node.anchor !== undefined) walk.anchors.set(node.anchor, node);
  setPlace(walk, node, path);
  if (isScalar(node)) return readScalar(walk, node, path);
  if (isMap(node)) return readMapping(walk, node.items, path);
  return node.items.map((item, index) => readNode(walk, item, [...path, index]));
}

function readAlias(walk: Walk, alias: Alias, path: Path): unknown {
  const node = walk.anchors.get(alias.source);
  if (node !== undefined) return readNode(walk, node, path);
  const message = `not valid YAML (alias *${alias.source} without an anchor before it)`;
  walk.findings.push({ code: 'E101', path, message, fix: 'quote the text if it begins with "*"' });
  return null;
}

function readMapping(walk: Walk, items: readonly Pair[], path: Path): unknown {
  // Without a prototype, `constructor` and `toString` are ordinary, unknown keys.
  const mapping: Record<string, unknown> = Object.create(null);
  for (const { key, value } of items) {
    const name = readKey(walk, key, path);
    if (name === undefined) continue;
    const at = placeOfNode(walk, key);
    const inside = [...path, name];
    const refusal = refuseKey(walk, mapping, inside, at);
    if (refusal !== undefined) {
      walk.findings.push(refusal);
      continue;
    }
    walk.keyPlaces.set(formatPath(inside), at);
    walk.places.set(formatPath(inside), at);
    mapping[name] = readNode(walk, value, inside);
  }
  return mapping;
}

function readKey(walk: Walk, key: unknown, path: Path): string | undefined {
  if (!isScalar(key)) {
    walk.findings.push({
      code: 'E101',
      path,
      place: placeOfNode(walk, key),
      message: 'not valid YAML (a key that is not text)',
      fix: 'use a plain name',
    });
    return undefined;
  }
  const name = (typeof key.value === 'string' ? key.value : (key.source ?? '')).normalize('NFC');
  walk.size += name.length;
  checkCharacters(walk, name, [...path, name]);
  return name;
}

function readScalar(walk: Walk, node: Scalar, path: Path): unknown {
  walk.size += node.source?.length ?? 0;
  if (node.type === 'PLAIN') {
    const spelling = node.source ?? '';
    walk.spellings.set(formatPath(path), spelling);
    const trap = findYamlTrap(spelling);
    if (trap !== undefined) walk.findings.push({ code: 'E106', path, ...trap });
  }
  if (typeof node.value !== 'string') return node.value;
  checkCharacters(walk, node.value, path);
  return node.value.normalize('NFC');
}

function checkCharacters(walk: Walk, text: string, path: Path): void {
  if (text.includes(REFERENCE)) {
    const message = `contains "${REFERENCE}"`;
    walk.findings.push({ code: 'E111', path, message, fix: 'write it without, or fill it in' });
  }
  const character = findUnseenCharacter(text);
  if (character === undefined) return;
  const message = `contains ${character.name}`;
  walk.findings.push({ code: 'E323', path, message, got: character.name, fix: 'remove it' });
}

function refuseKey(
  walk: Walk,
  mapping: Readonly<Record<string, unknown>>,
  path: Path,
  place: Place,
): Finding | undefined {
  const name = String(path.at(-1));
  // Libraries drop it or trip over it; nothing in a spec is called that.
  if (name === '__proto__') {
    return { code: 'E103', path, place, message: `unknown key "${name}"`, fix: 'remove it' };
  }
  if (!Object.hasOwn(mapping, name)) return undefined;
  const first = walk.keyPlaces.get(formatPath(path))?.line ?? place.line;
  const message = `given twice (lines ${first} and ${place.line})`;
  return { code: 'E104', path, place, message, fix: 'keep one of the two' };
}

/** A list or mapping under a key stands where the key does; that was set before. */
function setPlace(walk: Walk, node: Node, path: Path): void {
  const key = formatPath(path);
  if (!isScalar(node) && walk.places.has(key)) return;
  walk.places.set(key, placeOfNode(walk, node));
}

function placeOfNode(walk: Walk, node: unknown): Place {
  const { line, col } = walk.lines.linePos(startOf(node));
  return { line, column: col };
}

function startOf(node: unknown): number {
  return isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0;
}
