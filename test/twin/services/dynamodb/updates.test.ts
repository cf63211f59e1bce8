import { describe, expect, test } from 'vitest';
import { type Item, item, startWith } from './start-dynamodb.ts';

describe('an update', () => {
  const names = { '#n': 'name' };

  test.each<[string, Item, string, Item, Item]>([
    ['sets', {}, 'SET a = :a', { ':a': { S: 'x' } }, { a: { S: 'x' } }],
    ['counts', { a: { N: '1' } }, 'SET a = a + :a', { ':a': { N: '0.1' } }, { a: { N: '1.1' } }],
    [
      'subtracts exactly',
      { a: { N: '0.3' } },
      'SET a = a - :a',
      { ':a': { N: '0.1' } },
      { a: { N: '0.2' } },
    ],
    [
      'keeps what exists',
      { a: { S: 'old' } },
      'SET a = if_not_exists(a, :a)',
      { ':a': { S: 'x' } },
      { a: { S: 'old' } },
    ],
    [
      'starts a counter',
      {},
      'SET a = if_not_exists(a, :z) + :a',
      { ':z': { N: '0' }, ':a': { N: '1' } },
      { a: { N: '1' } },
    ],
    [
      'appends',
      { a: { L: [{ N: '1' }] } },
      'SET a = list_append(a, :a)',
      { ':a': { L: [{ N: '2' }] } },
      { a: { L: [{ N: '1' }, { N: '2' }] } },
    ],
    ['adds to a missing number', {}, 'ADD a :a', { ':a': { N: '5' } }, { a: { N: '5' } }],
    [
      'adds to a set',
      { a: { SS: ['x'] } },
      'ADD a :a',
      { ':a': { SS: ['x', 'y'] } },
      { a: { SS: ['x', 'y'] } },
    ],
    ['empties a set away', { a: { SS: ['x'] } }, 'DELETE a :a', { ':a': { SS: ['x', 'y'] } }, {}],
    [
      'reaches into maps',
      { a: { M: { b: { N: '1' } } } },
      'SET a.c = :a',
      { ':a': { N: '2' } },
      { a: { M: { b: { N: '1' }, c: { N: '2' } } } },
    ],
    [
      'replaces in lists',
      { a: { L: [{ N: '1' }] } },
      'SET a[0] = :a',
      { ':a': { N: '2' } },
      { a: { L: [{ N: '2' }] } },
    ],
    [
      'appends beyond the end',
      { a: { L: [{ N: '1' }] } },
      'SET a[9] = :a',
      { ':a': { N: '2' } },
      { a: { L: [{ N: '1' }, { N: '2' }] } },
    ],
    [
      'swaps, since all operands are the old ones',
      { a: { N: '1' }, b: { N: '2' } },
      'SET a = b, b = a',
      {},
      { a: { N: '2' }, b: { N: '1' } },
    ],
    [
      'combines sections',
      { a: { N: '1' }, b: { N: '1' } },
      'REMOVE b SET c = :a ADD a :a',
      { ':a': { N: '1' } },
      { a: { N: '2' }, c: { N: '1' } },
    ],
  ])('%s', async (_case, before, UpdateExpression, values, after) => {
    const { update, get } = await startWith([item(before)]);
    const bound = Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values };
    await update({ UpdateExpression, ...bound });
    expect(await get()).toEqual(item(after));
  });

  test('removes list members by their old places', async () => {
    const list = (...numbers: string[]) => ({ a: { L: numbers.map((N) => ({ N })) } });
    const { update, get } = await startWith([item(list('0', '1', '2', '3'))]);
    await update({ UpdateExpression: 'REMOVE a[0], a[2]' });
    expect(await get()).toEqual(item(list('1', '3')));
  });

  test('makes the item where there is none', async () => {
    const { update, get } = await startWith();
    await update({
      UpdateExpression: 'SET #n = :n',
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ':n': { S: 'x' } },
    });
    expect(await get()).toEqual(item({ name: { S: 'x' } }));
  });

  test('gives back just what changed when asked', async () => {
    const { update } = await startWith([item({ a: { N: '1' }, b: { N: '1' } })]);
    const { Attributes } = await update({
      UpdateExpression: 'SET a = a + :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'UPDATED_NEW',
    });
    expect(Attributes).toEqual({ a: { N: '2' } });
  });

  test.each<[string, string, Item | undefined, string]>([
    [
      'a reserved word',
      'SET name = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: name',
    ],
    [
      'an undefined value',
      'SET a = :b',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: An expression attribute value used in expression is not defined; attribute value: :b',
    ],
    [
      'an undefined name',
      'SET #a = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: An expression attribute name used in the document path is not defined; attribute name: #a',
    ],
    [
      'an unused value',
      'SET a = :a',
      { ':a': { N: '1' }, ':b': { N: '1' } },
      'Value provided in ExpressionAttributeValues unused in expressions: keys: {:b}',
    ],
    [
      'a syntax error',
      'SET a == :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Syntax error; token: "=", near: "== :a"',
    ],
    [
      'an unknown function',
      'SET a = plus(:a, :a)',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Invalid function name; function: plus',
    ],
    [
      'overlapping paths',
      'SET a = :a, a.b = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a, b]',
    ],
    [
      'a section twice',
      'SET a = :a SET b = :a',
      { ':a': { N: '1' } },
      'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
    ],
    [
      'a key',
      'SET sk = :a',
      { ':a': { S: '1' } },
      'One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key',
    ],
    [
      'a sum with a string',
      'SET a = b + :a',
      { ':a': { S: '1' } },
      'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
    ],
    [
      'an attribute that does not exist',
      'SET a = b',
      undefined,
      'The provided expression refers to an attribute that does not exist in the item',
    ],
    [
      'a path into nothing',
      'SET a.b = :a',
      { ':a': { N: '1' } },
      'The document path provided in the update expression is invalid for update',
    ],
    ['nothing', '', undefined, 'Invalid UpdateExpression: The expression can not be empty;'],
  ])('is refused with %s', async (_case, UpdateExpression, values, message) => {
    const { update } = await startWith([item()]);
    const bound = values === undefined ? {} : { ExpressionAttributeValues: values };
    await expect(update({ UpdateExpression, ...bound })).rejects.toMatchObject({
      name: 'ValidationException',
      message,
    });
  });
});
