import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../../twin/kernel/clock.ts';
import { createPump } from '../../../../twin/kernel/pump.ts';
import { diagnose, diagnoseFully } from '../../../../twin/services/states/validation/diagnose.ts';
import { jsonProblem } from '../../../../twin/services/states/validation/json-syntax.ts';

const machine = (states: Readonly<Record<string, object>>, more: object = {}): string =>
  JSON.stringify({ StartAt: Object.keys(states)[0], States: states, ...more });

const END = { Type: 'Pass', End: true };

const errorsOf = (definition: string, type: 'STANDARD' | 'EXPRESS' = 'STANDARD') =>
  diagnose(definition, type)
    .filter(({ severity }) => severity === 'ERROR')
    .map(({ code, message, location }) => `${code}: ${message} at ${location ?? 'null'}`);

describe('definitions', () => {
  // what is wrong, definition, problems
  it.each<[string, string, string[]]>([
    ['nothing', machine({ A: { Type: 'Wait', Seconds: 1, Next: 'B' }, B: END }), []],
    [
      'a target that does not exist and a state that nothing reaches',
      machine({ A: { Type: 'Pass', Next: 'C' }, B: END }),
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: C at /States/A/Next",
        'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B',
      ],
    ],
    [
      'no end',
      machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }),
      ['MISSING_END_STATE: Workflow has no terminal state at null'],
    ],
    [
      'a field that the state does not have',
      machine({ A: { ...END, TimeoutSeconds: 5 } }),
      ["SCHEMA_VALIDATION_FAILED: Field 'TimeoutSeconds' is not supported at /States/A"],
    ],
    [
      'a field of the other query language',
      machine({ A: { ...END, Output: 1 } }),
      [
        "SCHEMA_VALIDATION_FAILED: The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage at /States/A",
      ],
    ],
    [
      'a processor with a language of its own',
      machine({
        M: {
          Type: 'Map',
          End: true,
          ItemProcessor: { QueryLanguage: 'JSONata', StartAt: 'A', States: { A: END } },
        },
      }),
      [
        "SCHEMA_VALIDATION_FAILED: Field 'QueryLanguage' is not supported at /States/M/ItemProcessor",
      ],
    ],
    [
      'a state deep inside',
      machine({
        P: {
          Type: 'Parallel',
          End: true,
          Branches: [{ StartAt: 'A', States: { A: { Type: 'X' } } }],
        },
      }),
      [
        "SCHEMA_VALIDATION_FAILED: The field 'Type' should have one of these values: [Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map] at /States/P/Branches[0]/States/A/Type",
      ],
    ],
    [
      'a target of a choice and of a catch',
      machine({
        C: {
          Type: 'Choice',
          Choices: [{ Variable: '$.a', IsNull: true, Next: 'X' }],
          Default: 'T',
        },
        T: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sns:publish',
          End: true,
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Y' }],
        },
      }),
      [
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: X at /States/C/Choices[0]/Next",
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: Y at /States/T/Catch[0]/Next",
      ],
    ],
    [
      'a rule whose variable is no path',
      machine({
        C: {
          Type: 'Choice',
          Choices: [{ Not: { Variable: 'a', IsNull: true }, Next: 'E' }],
          Default: 'E',
        },
        E: END,
      }),
      [
        'SCHEMA_VALIDATION_FAILED: Value is not a valid JSONPath at /States/C/Choices[0]/Not/Variable',
      ],
    ],
    [
      'a path deep in a batcher',
      machine({
        M: {
          Type: 'Map',
          End: true,
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            StartAt: 'A',
            States: { A: END },
          },
          ItemBatcher: { BatchInput: { 'a.$': 'b' } },
        },
      }),
      ["SCHEMA_VALIDATION_FAILED: expected '$' at position 0 of 'b' at /"],
    ],
    [
      'a resource that is no ARN',
      machine({ T: { Type: 'Task', Resource: 'hello', End: true } }),
      ['SCHEMA_VALIDATION_FAILED: Value is not a valid resource ARN at /States/T/Resource'],
    ],
  ])('with %s are judged as AWS judges them', (_, definition, problems) => {
    expect(errorsOf(definition)).toEqual(problems);
  });

  it('warn of paths that nobody evaluates, and are accepted', () => {
    const definition = machine({ A: { ...END, Parameters: { a: '$.b' } } });
    expect(diagnose(definition, 'STANDARD')).toMatchObject([
      { severity: 'WARNING', code: 'NO_DOLLAR', location: '/States/A/Parameters' },
    ]);
  });

  it('refuse expressions that do not parse', () => {
    const definition = machine(
      { A: { ...END, Output: '{% 1 + %}' } },
      { QueryLanguage: 'JSONata' },
    );
    expect(errorsOf(definition)).toMatchObject([expect.stringContaining('/States/A/Output')]);
  });
});

describe('tasks of definitions', () => {
  // resource, arguments, problem
  it.each<[string, object, string | undefined]>([
    ['sns:publish', { TopicArn: 'a', Message: 'b' }, undefined],
    ['aws-sdk:codedeploy:createDeployment', { ApplicationName: 'a' }, undefined],
    ['apigateway:invoke', { Anything: 1 }, undefined],
    [
      'aws-sdk:codedeploy:createDeployment',
      { applicationName: 'a' },
      'The field "applicationName" is not supported by Step Functions',
    ],
    ['aws-sdk:codedeploy:makeDeployment', {}, 'is not recognized'],
  ])('%s with %j', async (resource, Arguments, problem) => {
    const state = { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments, End: true };
    const definition = machine({ T: state }, { QueryLanguage: 'JSONata' });
    const pump = createPump(new VirtualClock(0));
    const found = await diagnoseFully(pump, definition, 'STANDARD');
    expect(found.map(({ message }) => message)).toEqual(
      problem === undefined ? [] : [expect.stringContaining(problem)],
    );
  });
});

describe('texts that are not JSON', () => {
  // text, message, line, column
  it.each<[string, string, number, number]>([
    [
      '{"a" 1}',
      "Unexpected character ('1' (code 49)): was expecting a colon to separate field name and value",
      1,
      7,
    ],
    [
      '{"a": 1,\n b: 2}',
      "Unexpected character ('b' (code 98)): was expecting double-quote to start field name",
      2,
      3,
    ],
    [
      '[1 2]',
      "Unexpected character ('2' (code 50)): was expecting comma to separate Array entries",
      1,
      5,
    ],
    [
      '{"a": tru}',
      "Unrecognized token 'tru': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
      1,
      10,
    ],
    ['{"a": 1', 'Unexpected end-of-input', 1, 8],
  ])('%j: the message names what was expected', (text, message, line, column) => {
    expect(jsonProblem(text)).toEqual({ message, line, column });
  });

  it('are exactly those that cannot be parsed', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        expect(jsonProblem(text)).toBeUndefined();
        const broken = text.slice(0, cut % (text.length + 1));
        const parses = (() => {
          try {
            JSON.parse(broken);
            return true;
          } catch {
            return false;
          }
        })();
        expect(jsonProblem(broken) === undefined).toBe(parses);
      }),
    );
  });
});
