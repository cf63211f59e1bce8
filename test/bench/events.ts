/** Benchmarks of event matching: each function does one unit of work, so its rate is units per second. */
import { compilePattern } from '../../twin/services/events/pattern/compile.ts';
import { fieldsOf } from '../../twin/services/events/pattern/event-fields.ts';
import { readJson } from '../../twin/services/events/pattern/json-tree.ts';
import { matchesPattern } from '../../twin/services/events/pattern/matches.ts';
import { createRuleIndex } from '../../twin/services/events/pattern/rule-index.ts';

const RULES = 300;

const pattern = (repository: string): string =>
  JSON.stringify({
    source: ['aws.ecr'],
    'detail-type': ['ECR Image Action'],
    detail: {
      'action-type': ['PUSH'],
      result: ['SUCCESS'],
      'repository-name': [repository],
      'image-tag': [{ prefix: 'v' }, { wildcard: '*-rc.*' }],
    },
  });

const event = (repository: string): string =>
  JSON.stringify({
    version: '0',
    id: '13cde686-328b-6117-af20-0e5566167482',
    'detail-type': 'ECR Image Action',
    source: 'aws.ecr',
    account: '123456789012',
    time: '2027-01-11T09:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      result: 'SUCCESS',
      'repository-name': repository,
      'image-digest': `sha256:${'7f5b26'.repeat(10)}`,
      'action-type': 'PUSH',
      'image-tag': 'v1.3.0',
    },
  });

const repositories = Array.from({ length: RULES }, (_, index) => `service-${index}`);
const texts = repositories.map(event);
const events = texts.map((text) => fieldsOf(readJson(text)));
const compiled = compilePattern(pattern('service-7'));
const index = createRuleIndex<string>();
for (const repository of repositories) index.add(compilePattern(pattern(repository)), repository);

/** One pattern from text to matchers. */
export const compileOnePattern = takingTurns(repositories, (each) => compilePattern(pattern(each)));

/** One event from text to its leaves. */
export const readOneEvent = takingTurns(texts, (text) => fieldsOf(readJson(text)));

/** One compiled pattern against one event that was read before. */
export const matchOnePattern = takingTurns(events, (fields) => matchesPattern(compiled, fields));

/** One event, read before, against 300 rules. */
export const matchManyRules = takingTurns(events, (fields) => index.match(fields));

/** One event from text against 300 rules. */
export const routeOneEvent = takingTurns(texts, (text) => index.match(fieldsOf(readJson(text))));

/** The next of the items at each call, so that no single one is optimised for. */
function takingTurns<T>(items: readonly T[], work: (item: T) => unknown): () => unknown {
  let turn = 0;
  return () => {
    const item = items[turn % items.length];
    turn += 1;
    if (item === undefined) throw new Error('there is nothing to measure');
    return work(item);
  };
}
