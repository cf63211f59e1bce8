import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../twin/services/states/json.ts';
import { createEvaluator } from '../../../../twin/services/states/jsonata/evaluator.ts';
import { compileJsonataTemplate } from '../../../../twin/services/states/jsonata/template.ts';

const evaluator = createEvaluator({
  now: () => Date.UTC(2027, 0, 11, 9, 30),
  uuid: () => 'uuid',
  random: () => 0.25,
});

const evaluate = (source: string, bindings: Record<string, unknown> = {}): Promise<Json> =>
  evaluator.evaluate(source, 'Output', bindings);

describe('expressions', () => {
  it.each<[string, Json]>([
    ['$states.input.a + 1', 3],
    ['$partition([1,2,3], 2)', [[1, 2], [3]]],
    ['$range(0, 9, 3)', [0, 3, 6, 9]],
    ['$range(1, 9, 9)', 1],
    ["$hash('input data', 'SHA-1')", 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['$random()', 0.25],
    ['$random(7) = $random(7)', true],
    ['$uuid()', 'uuid'],
    ['$parse(\'{"a": 1}\').a', 1],
    ['$millis()', Date.UTC(2027, 0, 11, 9, 30)],
    ['$now()', '2027-01-11T09:30:00.000Z'],
    ["$now('[H01]:[m01]')", '09:30'],
  ])('%s gives %j', async (source, value) => {
    expect(await evaluate(source, { states: { input: { a: 2 } } })).toEqual(value);
  });

  it.each([
    ["$eval('1')", 'threw an error during evaluation. T1006: Attempted to invoke a non-function'],
    ['[1, 2][$ > 5]', 'returned nothing (undefined).'],
    ['$missing', 'returned nothing (undefined).'],
    ['function($x){$x}', 'returned an unsupported result type.'],
    ['{"f": $sum}', 'returned an unsupported result type.'],
    ["'a' + 1", 'threw an error during evaluation. T2001'],
    ["$parse('{')", 'threw an error during evaluation.'],
  ])('%s fails with the reason', async (source, reason) => {
    await expect(evaluate(source)).rejects.toMatchObject({
      error: 'States.QueryEvaluationError',
      location: 'Output',
      message: expect.stringContaining(
        `The JSONata expression '${source}' specified for the field 'Output' ${reason}`,
      ),
    });
  });

  it('are told apart from text, wherever they stand', async () => {
    const template = compileJsonataTemplate(
      { a: ['{% 1 + 1 %}', 'text', ' {% no %}'], b: { c: '{% "x" %}' }, '{% k %}': null },
      'Arguments',
    );
    const { value } = await template(evaluator, () => ({}));
    expect(value).toEqual({ a: [2, 'text', ' {% no %}'], b: { c: 'x' }, '{% k %}': null });
  });

  it('name the place of a mistake inside a template', async () => {
    const template = compileJsonataTemplate({ a: [{ b: '{% $nothing %}' }] }, 'Arguments');
    await expect(template(evaluator, () => ({}))).rejects.toMatchObject({
      location: 'Arguments/a[0]/b',
    });
  });
});
