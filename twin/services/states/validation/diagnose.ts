// Checks a definition as AWS does when a machine is created. All problems of one kind are told at once.
import type { StateMachineType } from '@aws-sdk/client-sfn';
import type { Pump } from '../../../kernel/pump.ts';
import { remember } from '../../../kernel/remember.ts';
import { compileDefinition, readDefinition } from '../engine/compile.ts';
import { SyntaxProblem } from '../jsonpath/scanner.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { graphProblems } from './graph.ts';
import { jsonProblem } from './json-syntax.ts';
import { machineProblems } from './machine.ts';
import { parameterProblems } from './parameters.ts';
import { warnings } from './warnings.ts';

export type { Diagnostic } from './diagnostic.ts';

/** How much of the text Jackson quotes in its messages. */
const QUOTED_LENGTH_MAX = 500;

/** Also asks the models of the services that tasks call; time stands still while they are loaded. */
export async function diagnoseFully(
  pump: Pump,
  text: string,
  type: StateMachineType,
): Promise<readonly Diagnostic[]> {
  const problems = diagnose(text, type);
  if (problems.some(({ severity }) => severity === 'ERROR')) return problems;
  const ofTasks = await parameterProblems(pump, readDefinition(text));
  return [...ofTasks, ...problems];
}

/** What the definition says by itself. */
export function diagnose(text: string, type: StateMachineType): readonly Diagnostic[] {
  return type === 'EXPRESS' ? diagnoseExpress(text) : diagnoseStandard(text);
}

const diagnoseExpress = remember((text) => diagnoseAnew(text, 'EXPRESS'));
const diagnoseStandard = remember((text) => diagnoseAnew(text, 'STANDARD'));

function diagnoseAnew(text: string, type: StateMachineType): readonly Diagnostic[] {
  const syntax = syntaxProblem(text);
  if (syntax !== undefined) return [syntax];
  const definition = readDefinition(text);
  const schema = machineProblems(definition, type);
  if (schema.length > 0) return schema;
  const unreadable = compileProblem(text);
  if (unreadable !== undefined) return [unreadable];
  // Only a definition that is well formed has transitions to follow.
  return [...graphProblems(definition, ''), ...warnings(definition)];
}

/** Paths in places that have no check of their own. */
function compileProblem(text: string): Diagnostic | undefined {
  try {
    compileDefinition(text);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) return schemaProblem(error.message, '/');
    throw error;
  }
}

function syntaxProblem(text: string): Diagnostic | undefined {
  const problem = jsonProblem(text);
  if (problem === undefined) return undefined;
  const quoted = text.slice(0, QUOTED_LENGTH_MAX);
  const location = `[Source: (String)"${quoted}"; line: ${problem.line}, column: ${problem.column}]`;
  return {
    severity: 'ERROR',
    code: 'INVALID_JSON_DESCRIPTION',
    message: `${problem.message}\n at ${location}`,
    location,
  };
}
