import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCall } from '../../../../twin/services/states/intrinsics/call.ts';
import { parseCall } from '../../../../twin/services/states/intrinsics/parse.ts';
import { type Json, payloadOf } from '../../../../twin/services/states/json.ts';

const evaluate = (call: string, data: Json = {}): Json =>
  evaluateCall(parseCall(call), 'field.$', {
    data: payloadOf(data),
    variables: new Map([['name', payloadOf('Ada')]]),
    context: () => ({ Execution: { Name: 'run' } }),
    tools: { uuid: () => '0000', random: () => 0.5 },
  });

describe('intrinsic functions', () => {
  // call, data, value
  it.each<[string, Json, Json]>([
    ["States.Array('a', 1, true, null)", {}, ['a', 1, true, null]],
    ['States.ArrayPartition($.a, 2)', { a: [1, 2, 3] }, [[1, 2], [3]]],
    ['States.ArrayContains($.a, $.b)', { a: [{ x: 1 }], b: { x: 1 } }, true],
    ['States.ArrayRange(1, 9, 2)', {}, [1, 3, 5, 7, 9]],
    ['States.ArrayRange(3, 1, -1)', {}, [3, 2, 1]],
    ['States.ArrayGetItem($.a, 1)', { a: [1, 2] }, 2],
    ['States.ArrayLength($.a)', { a: [1, 2] }, 2],
    ['States.ArrayUnique($.a)', { a: [1, 1, '1', [1], [1]] }, [1, '1', [1]]],
    ["States.Base64Encode('Data to encode')", {}, 'RGF0YSB0byBlbmNvZGU='],
    ["States.Base64Decode('RGF0YSB0byBlbmNvZGU=')", {}, 'Data to encode'],
    ["States.Hash('input data', 'SHA-1')", {}, 'aaff4a450a104cd177d28d18d74485e8cae074b7'],
    ['States.JsonMerge($.a, $.b, false)', { a: { x: 1, y: 1 }, b: { y: 2 } }, { x: 1, y: 2 }],
    ['States.StringToJson(\'{"a": [1]}\')', {}, { a: [1] }],
    ['States.JsonToString($.a)', { a: { x: [1, 2] } }, '{"x":[1,2]}'],
    ['States.MathRandom(1, 11)', {}, 6],
    ['States.MathAdd(111, -1)', {}, 110],
    ["States.StringSplit('1,2;;3', ',;')", {}, ['1', '2', '3']],
    ['States.UUID()', {}, '0000'],
    ["States.Format('{} is {}', $name, $$.Execution.Name)", {}, 'Ada is run'],
    ["States.Format('\\{{}\\}', 1)", {}, '{1}'],
    ["States.Format('{}', $.a)", { a: { x: [1, 'y'], z: null } }, '{x=[1, y], z=null}'],
    ["States.ArrayGetItem(States.StringSplit('a-b', '-'), 1)", {}, 'b'],
    ['States.StringToJson(\'\\{"a":1\\}\')', {}, { a: 1 }],
  ])('%s gives what it should', (call, data, value) => {
    expect(evaluate(call, data)).toEqual(value);
  });

  it.each([
    ['States.ArrayPartition($.a, 0)', { a: [1] }],
    ['States.ArrayRange(1, 5000, 1)', {}],
    ['States.ArrayGetItem($.a, 3)', { a: [1] }],
    ["States.Hash('x', 'SHA-3')", {}],
    ["States.StringToJson('not json')", {}],
    ["States.Format('{} {}', 1)", {}],
    ['States.JsonMerge($.a, $.a, true)', { a: {} }],
    ['States.MathAdd($.a, 1)', { a: 'one' }],
  ])('%s fails as an intrinsic', (call, data) => {
    expect(() => evaluate(call, data)).toThrow(
      expect.objectContaining({ error: 'States.IntrinsicFailure' }),
    );
  });

  it.each([
    'States.Nothing()',
    'States.UUID(1)',
    "States.Format('a\\n')",
    "States.Format('open",
    'States.MathAdd(1)',
    'States.Array(1) + 1',
  ])('%s is refused before it runs', (call) => {
    expect(() => parseCall(call)).toThrow(expect.objectContaining({ name: 'SyntaxProblem' }));
  });

  it('partitions lose no item and keep the order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.integer({ min: 1, max: 9 }), (a, size) => {
        const parts = evaluate(`States.ArrayPartition($.a, ${size})`, { a }) as number[][];
        expect(parts.flat()).toEqual(a);
        expect(parts.every((part) => part.length > 0 && part.length <= size)).toBe(true);
      }),
    );
  });

  it('JSON survives its way through text', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (a) => {
        const there = evaluate('States.JsonToString($.a)', { a: a as Json });
        expect(evaluate('States.StringToJson($.a)', { a: there })).toEqual(
          JSON.parse(JSON.stringify(a)),
        );
      }),
    );
  });
});
