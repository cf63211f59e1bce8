import { describe, expect, test } from 'vitest';
import { type Item, item, startWith } from './start-dynamodb.ts';

describe('a condition', () => {
  const subject = item({
    n: { N: '10' },
    s: { S: 'hello' },
    l: { L: [{ S: 'x' }, { N: '1' }] },
    m: { M: { k: { S: 'v' } } },
    set: { SS: ['a', 'b'] },
  });
  const values: Item = {
    ':ten': { N: '10' },
    ':nine': { N: '9' },
    ':he': { S: 'he' },
    ':x': { S: 'x' },
    ':a': { S: 'a' },
    ':v': { S: 'v' },
    ':S': { S: 'S' },
    ':two': { N: '2' },
    ':ab': { SS: ['b', 'a'] },
    ':justA': { SS: ['a'] },
    ':abc': { SS: ['a', 'b', 'c'] },
  };

  test.each([
    ['n = :ten', true],
    ['n > :nine', true],
    ['n > :he', false],
    ['n <> :he', true],
    ['gone <> :he', true],
    ['gone = :he', false],
    ['n BETWEEN :nine AND :ten', true],
    ['n IN (:nine, :ten)', true],
    ['begins_with(s, :he)', true],
    ['contains(s, :he)', true],
    ['contains(l, :x)', true],
    ['contains(#set, :a)', true],
    ['contains(#set, :x)', false],
    ['#set = :ab', true],
    ['#set = :abc', false],
    ['#set = :justA', false],
    ['m.k = :v', true],
    ['l[0] = :x', true],
    ['l[5] = :x', false],
    ['attribute_exists(m.k)', true],
    ['attribute_not_exists(m.gone)', true],
    ['attribute_type(s, :S)', true],
    ['size(l) = :two', true],
    ['size(s) > :two', true],
    ['NOT n = :nine AND (s = :he OR n = :ten)', true],
    ['NOT (n = :ten)', false],
  ])('%s is %s', async (ConditionExpression, holds) => {
    const { update } = await startWith([subject]);
    const used = Object.entries(values).filter(([name]) =>
      new RegExp(`${name}\\b`).test(ConditionExpression),
    );
    const bound = used.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(used) };
    const named = ConditionExpression.includes('#set')
      ? { ExpressionAttributeNames: { '#set': 'set' } }
      : {};
    const outcome = update({ ConditionExpression, ...bound, ...named }).then(
      () => true,
      (error: Error) => error.name,
    );
    expect(await outcome).toBe(holds ? true : 'ConditionalCheckFailedException');
  });
});
