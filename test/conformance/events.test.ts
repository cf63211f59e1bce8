// Event patterns as AWS judged them, and as its open-source matcher does. The pass set may only grow.
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it } from 'vitest';
import { events } from '../../twin/services/events/index.ts';
import { compilePattern } from '../../twin/services/events/pattern/compile.ts';
import { fieldsOf } from '../../twin/services/events/pattern/event-fields.ts';
import { readJson } from '../../twin/services/events/pattern/json-tree.ts';
import { matchesPattern } from '../../twin/services/events/pattern/matches.ts';
import { createRuleIndex } from '../../twin/services/events/pattern/rule-index.ts';
import { startTwin } from '../twin/support/start-twin.ts';

interface Case {
  readonly name: string;
  readonly pattern?: unknown;
  readonly patternText?: string;
  readonly event?: unknown;
  readonly eventText?: string;
  readonly expected: boolean | 'invalid';
  readonly error?: string;
  readonly message?: string;
  readonly rulerError?: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const CORPORA = resolve(ROOT, process.env['SPILLWAY_CORPORA'] ?? '../shared/corpora');
const RATCHET = JSON.parse(
  readFileSync(resolve(import.meta.dirname, 'events.ratchet.json'), 'utf8'),
) as Record<string, number>;

const patternOf = (each: Case): string => each.patternText ?? JSON.stringify(each.pattern);
const eventOf = (each: Case): string => each.eventText ?? JSON.stringify(each.event);

const load = (file: string): readonly Case[] =>
  existsSync(resolve(CORPORA, file))
    ? JSON.parse(readFileSync(resolve(CORPORA, file), 'utf8'))
    : [];

function judge(each: Case): { verdict: Case['expected']; reason?: string } {
  try {
    const pattern = compilePattern(patternOf(each));
    return { verdict: matchesPattern(pattern, fieldsOf(readJson(eventOf(each)))) };
  } catch (error) {
    return { verdict: 'invalid', reason: (error as Error).message };
  }
}

const PREFIX = 'Event pattern is not valid. Reason: ';

function failuresOf(cases: readonly Case[]): readonly string[] {
  return cases.flatMap((each) => {
    const { verdict, reason } = judge(each);
    const wanted = each.rulerError ?? each.message?.replace(PREFIX, '');
    return verdict === each.expected && reason === wanted
      ? []
      : [`${each.name}: ${verdict} ${reason ?? ''}, expected ${each.expected} ${wanted ?? ''}`];
  });
}

// Without the corpora (a checkout on its own) there is nothing to compare with: they lie beside the project.
describe.skipIf(!existsSync(CORPORA))('event patterns judged by AWS', () => {
  it.each(['events-aws', 'events-ruler'])('%s: as many cases agree as ever did', (name) => {
    const cases = load(`${name}.json`);
    const failures = failuresOf(cases);
    expect(failures.slice(0, 10)).toEqual([]);
    expect(cases.length - failures.length).toBeGreaterThanOrEqual(RATCHET[name] ?? 0);
  });

  it('are found again through an index over all of them', () => {
    const cases = [...load('events-aws.json'), ...load('events-ruler.json')].filter(
      ({ expected }) => expected !== 'invalid',
    );
    const index = createRuleIndex<number>();
    for (const [number, each] of cases.entries()) {
      index.add(compilePattern(patternOf(each)), number);
    }
    for (const [number, each] of cases.entries()) {
      const found = index.match(fieldsOf(readJson(eventOf(each))));
      expect(found.includes(number), each.name).toBe(each.expected);
    }
  });

  it('are answered by TestEventPattern, with the same errors', async () => {
    const client = startTwin({ services: [events] }).client(EventBridgeClient);
    const answers = await Promise.all(
      load('events-aws.json').map(async (each) => {
        const input = { EventPattern: patternOf(each), Event: eventOf(each) };
        return client.send(new TestEventPatternCommand(input)).then(
          ({ Result }) => [each.name, Result],
          ({ name, message }: Error) => [each.name, name, message],
        );
      }),
    );
    expect(answers).toEqual(
      load('events-aws.json').map((each) =>
        each.expected === 'invalid'
          ? [each.name, each.error, each.message]
          : [each.name, each.expected],
      ),
    );
  });
});
