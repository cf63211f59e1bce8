// Reads the recorded answers of AWS. Where they are absent, the tests that need them say so and are left out.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Json, JsonObject } from '../../../twin/services/states/json.ts';

const FOLDER = resolve(
  import.meta.dirname,
  '../../..',
  process.env['SPILLWAY_CORPORA'] ?? '../shared/corpora',
);

export const corpusIsThere = existsSync(FOLDER);

export interface ExecutionCase {
  readonly name: string;
  readonly wildcards: readonly string[];
  readonly definition: JsonObject;
  readonly input: Json;
  readonly type: 'STANDARD' | 'EXPRESS';
  readonly expected: {
    readonly status: string;
    readonly output?: Json;
    readonly error?: string | null;
    readonly cause?: Json;
  };
  readonly taskScript: Readonly<Record<string, readonly ScriptedEvent[]>>;
  readonly history: readonly JsonObject[] | null;
}

export interface ScriptedEvent {
  readonly event: string;
  readonly output?: Json;
  readonly error?: string;
  readonly cause?: Json;
}

export interface ApiCase {
  readonly name: string;
  readonly group: string;
  readonly wildcards: readonly string[];
  readonly op?: string;
  readonly args: JsonObject;
  readonly expected: Json;
}

export const readCorpus = <Case>(file: string): readonly Case[] =>
  corpusIsThere ? (JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Case[]) : [];

/** The part of a name that says which case it is. */
export const shortName = (name: string): string => name.split('::').slice(1).join('::') || name;
