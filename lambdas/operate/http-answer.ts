// What a function URL answers: a status, and JSON that people and programs can read.
import type { Refusal } from '../../core/operate/ruling.ts';

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Every answer has a message; refusals may have a code, and bad requests list their problems. */
export function answer(statusCode: number, body: object): HttpAnswer {
  return {
    statusCode,
    headers: {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(body),
  };
}

export const problem = (
  statusCode: number,
  message: string,
  problems: readonly string[] = [],
): HttpAnswer => answer(statusCode, { outcome: 'refused', code: null, message, problems });

export const refused = ({ status, code, message }: Refusal): HttpAnswer =>
  answer(status, { outcome: 'refused', code, message });

export const done = (outcome: 'done' | 'already', message: string): HttpAnswer =>
  answer(200, { outcome, message });
