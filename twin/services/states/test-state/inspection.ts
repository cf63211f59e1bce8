// Collects what the stages of a state gave. Each kind of state shows stages of its own.
import type { InspectionData, InspectionErrorDetails, TestStateInput } from '@aws-sdk/client-sfn';
import type { Frame, StateType } from '../engine/model.ts';
import { isArray, isObject, type Json, type Payload } from '../json.ts';

const SHOWN: Readonly<Record<StateType, readonly (keyof InspectionData)[]>> = {
  Pass: ['afterInputPath', 'afterParameters', 'result', 'afterResultSelector', 'afterResultPath'],
  Task: [
    'afterInputPath',
    'afterParameters',
    'afterArguments',
    'result',
    'afterResultSelector',
    'afterResultPath',
  ],
  Parallel: ['afterResultSelector', 'afterResultPath'],
  Map: [
    'afterInputPath',
    'afterItemsPath',
    'afterResultSelector',
    'afterResultPath',
    'maxConcurrency',
    'toleratedFailureCount',
    'toleratedFailurePercentage',
  ],
  Choice: ['afterInputPath'],
  Wait: ['afterInputPath'],
  Succeed: ['afterInputPath'],
  Fail: [],
};

export interface Inspector {
  readonly inspect: NonNullable<Frame['inspect']>;
  /** Nothing is shown on the level INFO. */
  data(frame: Frame, extra: Extra): { readonly inspectionData?: InspectionData };
}

interface Extra {
  readonly errorDetails?: InspectionErrorDetails | undefined;
  readonly variables: ReadonlyMap<string, Payload>;
}

export function createInspector(
  { inspectionLevel = 'INFO' }: TestStateInput,
  type: StateType,
): Inspector {
  const stages = new Map<string, Payload | number>();
  return {
    inspect: (stage, value) => void stages.set(stage, value),
    data(frame, { errorDetails, variables }) {
      if (inspectionLevel === 'INFO') return {};
      const shown = SHOWN[type].flatMap((stage) => {
        const value = stages.get(stage);
        return value === undefined ? [] : [[stage, display(value, frame.input)] as const];
      });
      return {
        inspectionData: {
          input: frame.input.text(),
          ...Object.fromEntries(shown),
          ...(variables.size === 0 ? {} : { variables: textOf(variables) }),
          ...(errorDetails === undefined ? {} : { errorDetails }),
        },
      };
    },
  };
}

const textOf = (variables: ReadonlyMap<string, Payload>): string =>
  spaced(Object.fromEntries([...variables].map(([name, { value }]) => [name, value])));

/** What a stage left alone keeps its text; AWS writes what it made itself with spaces. */
function display(value: Payload | number, input: Payload): string | number {
  if (typeof value === 'number') return value;
  return value === input ? value.text() : spaced(value.value);
}

function spaced(value: Json): string {
  if (isArray(value)) return `[${value.map(spaced).join(', ')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, member]) => `${JSON.stringify(key)}: ${spaced(member)}`,
  );
  return `{${members.join(', ')}}`;
}
