// Which fields each kind of state has, in each query language, and which of them it must have.
import type { StateType } from '../engine/model.ts';
import type { QueryLanguage } from '../flow/flow.ts';

interface StateFields {
  readonly both: readonly string[];
  readonly JSONPath: readonly string[];
  readonly JSONata: readonly string[];
  readonly required: readonly string[];
}

const ANY = ['Type', 'Comment', 'QueryLanguage'];
const TRANSITION = ['Next', 'End'];
const PATHS = ['InputPath', 'OutputPath'];
const RESULT = ['Parameters', 'ResultSelector', 'ResultPath'];
const HANDLED = ['Retry', 'Catch'];

export const STATE_FIELDS: Readonly<Record<StateType, StateFields>> = {
  Pass: {
    both: [...ANY, ...TRANSITION, 'Assign'],
    JSONPath: [...PATHS, 'Parameters', 'ResultPath', 'Result'],
    JSONata: ['Output'],
    required: [],
  },
  Task: {
    both: [
      ...ANY,
      ...TRANSITION,
      ...HANDLED,
      'Assign',
      'Resource',
      'TimeoutSeconds',
      'HeartbeatSeconds',
      'Credentials',
    ],
    JSONPath: [...PATHS, ...RESULT, 'TimeoutSecondsPath', 'HeartbeatSecondsPath'],
    JSONata: ['Arguments', 'Output'],
    required: ['Resource'],
  },
  Choice: {
    both: [...ANY, 'Assign', 'Choices', 'Default'],
    JSONPath: PATHS,
    JSONata: ['Output'],
    required: ['Choices'],
  },
  Wait: {
    both: [...ANY, ...TRANSITION, 'Assign', 'Seconds', 'Timestamp'],
    JSONPath: [...PATHS, 'SecondsPath', 'TimestampPath'],
    JSONata: ['Output'],
    required: [],
  },
  Succeed: { both: ANY, JSONPath: PATHS, JSONata: ['Output'], required: [] },
  Fail: {
    both: [...ANY, 'Error', 'Cause'],
    JSONPath: ['ErrorPath', 'CausePath'],
    JSONata: [],
    required: [],
  },
  Parallel: {
    both: [...ANY, ...TRANSITION, ...HANDLED, 'Assign', 'Branches'],
    JSONPath: [...PATHS, ...RESULT],
    JSONata: ['Arguments', 'Output'],
    required: ['Branches'],
  },
  Map: {
    both: [
      ...ANY,
      ...TRANSITION,
      ...HANDLED,
      'Assign',
      'ItemProcessor',
      'Iterator',
      'ItemSelector',
      'ItemReader',
      'ItemBatcher',
      'ResultWriter',
      'Label',
      'MaxConcurrency',
      'ToleratedFailureCount',
      'ToleratedFailurePercentage',
    ],
    JSONPath: [
      ...PATHS,
      ...RESULT,
      'ItemsPath',
      'MaxConcurrencyPath',
      'ToleratedFailureCountPath',
      'ToleratedFailurePercentagePath',
    ],
    JSONata: ['Items', 'Output'],
    required: [],
  },
};

/** Why a state may not have a field, or undefined. */
export function fieldProblem(
  type: StateType,
  language: QueryLanguage,
  field: string,
): string | undefined {
  const fields = STATE_FIELDS[type];
  if (fields.both.includes(field) || fields[language].includes(field)) return undefined;
  const other = language === 'JSONPath' ? 'JSONata' : 'JSONPath';
  if (!fields[other].includes(field)) return `Field '${field}' is not supported`;
  return `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other}' QueryLanguage`;
}
