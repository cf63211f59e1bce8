// Tasks must call operations that exist, with parameters that these have. AWS knows both when a machine is created.
import type { Pump } from '../../../kernel/pump.ts';
import type { Resource } from '../engine/model.ts';
import { operationOf, parseResource } from '../engine/resource.ts';
import { modelOf } from '../integrations/models.ts';
import { OPTIMIZED_SERVICES, SDK_SERVICES, type SdkService } from '../integrations/services.ts';
import { memberNames, pascalCase } from '../integrations/shapes.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type Diagnostic, schemaProblem } from './diagnostic.ts';
import { innerContainers } from './state.ts';

interface PlacedTask {
  readonly state: JsonObject;
  readonly location: string;
}

/** Services without a model here are taken for granted. */
export async function parameterProblems(
  pump: Pump,
  definition: JsonObject,
): Promise<readonly Diagnostic[]> {
  const problems: Diagnostic[] = [];
  for (const task of tasksIn(definition, '')) problems.push(...(await taskProblems(pump, task)));
  return problems;
}

function tasksIn(container: JsonObject, location: string): readonly PlacedTask[] {
  const states = isObject(container['States']) ? container['States'] : {};
  return Object.entries(states).flatMap(([name, state]) => {
    if (!isObject(state)) return [];
    const place = `${location}/States/${name}`;
    const inner = innerContainers(state, String(state['Type'])).flatMap((part) =>
      tasksIn(part.container, place + part.place),
    );
    return state['Type'] === 'Task' ? [{ state, location: place }] : inner;
  });
}

async function taskProblems(
  pump: Pump,
  { state, location }: PlacedTask,
): Promise<readonly Diagnostic[]> {
  const resource = parseResource(String(state['Resource']));
  const service = serviceOf(resource);
  if (service === undefined) return [];
  const operation = (await modelOf(pump, service)).operations.get(
    pascalCase(operationOf(resource)),
  );
  if (operation === undefined) {
    const message = `The resource provided ${resource.arn} is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.`;
    return [schemaProblem(message, `${location}/Resource`)];
  }
  const known = memberNames(operation.input);
  return ['Parameters', 'Arguments'].flatMap((field) => {
    const parameters = state[field];
    return Object.keys(isObject(parameters) ? parameters : {})
      .map((key) => key.replace(/\.\$$/, ''))
      .filter((key) => !known.has(key))
      .map((key) =>
        schemaProblem(
          `The field "${key}" is not supported by Step Functions`,
          `${location}/${field}`,
        ),
      );
  });
}

function serviceOf({ kind, service }: Resource): SdkService | undefined {
  if (kind !== 'service') return undefined;
  const [prefix, name = ''] = service.split(':');
  return prefix === 'aws-sdk'
    ? SDK_SERVICES[name]
    : SDK_SERVICES[OPTIMIZED_SERVICES[service]?.sdk ?? ''];
}
