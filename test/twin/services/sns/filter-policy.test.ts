import { describe, expect, it } from 'vitest';
import { startTopic, text } from './start-topic.ts';

describe('a filter policy', () => {
  const paid = { state: text('paid') };
  const amount = { amount: { DataType: 'Number', StringValue: '100' } };
  const list = { tags: { DataType: 'String.Array', StringValue: '["a","b"]' } };

  it.each([
    ['MessageAttributes', { state: ['paid'] }, { MessageAttributes: paid }, true],
    ['MessageAttributes', { state: ['open'] }, { MessageAttributes: paid }, false],
    ['MessageAttributes', { state: [{ exists: false }] }, {}, true],
    [
      'MessageAttributes',
      { amount: [{ numeric: ['>', 99] }] },
      { MessageAttributes: amount },
      true,
    ],
    ['MessageAttributes', { tags: ['b'] }, { MessageAttributes: list }, true],
    ['MessageAttributes', { tags: [{ 'anything-but': ['a'] }] }, { MessageAttributes: list }, true],
    [
      'MessageBody',
      { order: { state: ['paid'] } },
      { Message: '{"order":{"state":"paid"}}' },
      true,
    ],
    ['MessageBody', { order: { state: ['paid'] } }, { Message: 'no JSON' }, false],
  ])('over %s: %j lets %j through: %s', async (FilterPolicyScope, policy, input, expected) => {
    const { subscribe, publish, pass, queued } = await startTopic();
    await subscribe({ FilterPolicyScope, FilterPolicy: JSON.stringify(policy) });
    await publish(input);
    await pass(10);
    expect(queued()).toHaveLength(expected ? 1 : 0);
  });

  it.each([
    [
      { a: { b: ['c'] } },
      'Filter policy scope MessageAttributes does not support nested filter policy',
    ],
    [{ a: [] }, 'FilterPolicy: Empty arrays are not allowed'],
    [{ a: [{ suffix: 100 }] }, 'FilterPolicy: suffix match pattern must be a string'],
    [
      Object.fromEntries([...'abcdef'].map((key) => [key, ['x']])),
      'FilterPolicy: Filter policy can not have more than 5 keys',
    ],
    [
      Object.fromEntries([...'abc'].map((key) => [key, ['1', '2', '3', '4', '5', '6']])),
      'FilterPolicy: Filter policy is too complex',
    ],
  ])('is refused: %j', async (policy, reason) => {
    const { subscribe } = await startTopic();
    await expect(subscribe({ FilterPolicy: JSON.stringify(policy) })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: `Invalid parameter: Attributes Reason: ${reason}`,
    });
  });
});
