// Parameters with all their versions. Values of SecureStrings never leave this file but in answers to their readers.
import { AwsError } from '../../host/aws-error.ts';
import type { ServiceHost } from '../../host/service.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export interface Version {
  readonly number: number;
  readonly type: ParameterType;
  readonly value: string;
  readonly description: string | undefined;
  readonly modifiedAt: Date;
  readonly modifiedBy: string;
  readonly allowedPattern: string | undefined;
  readonly keyId: string | undefined;
  readonly tier: 'Standard' | 'Advanced';
  readonly dataType: string;
  readonly labels: Set<string>;
}

export interface Parameter {
  readonly name: string;
  readonly arn: string;
  readonly tags: Map<string, string>;
  versions: readonly Version[];
}

export interface Selection {
  readonly parameter: Parameter;
  readonly version: Version;
  /** `:3` or `:label`, as it was asked for. */
  readonly selector: string | undefined;
}

export interface Store {
  readonly parameters: Map<string, Parameter>;
  arnOf(name: string): string;
  /** By name or ARN, with or without a version or label. */
  select(identifier: string): Selection | undefined;
}

export function createStore(host: ServiceHost): Store {
  const parameters = new Map<string, Parameter>();
  return {
    parameters,
    arnOf: (name) => host.arn('ssm', `parameter${name.startsWith('/') ? '' : '/'}${name}`),
    select(identifier) {
      const { name, selector } = parse(identifier);
      // The ARN of `a` and of `/a` is the same.
      const parameter =
        parameters.get(name) ??
        (identifier.startsWith('arn:') ? parameters.get(`/${name}`) : undefined);
      const version = parameter && versionOf(parameter, selector);
      if (parameter === undefined || version === undefined) return undefined;
      return { parameter, version, selector: selector === undefined ? undefined : `:${selector}` };
    },
  };
}

export const currentVersion = ({ versions }: Parameter): Version | undefined => versions.at(-1);

function parse(identifier: string): { name: string; selector: string | undefined } {
  const resource = /^arn:[^:]+:ssm:[^:]*:\d+:parameter\/?(.*)$/.exec(identifier)?.[1];
  const [name = '', selector] = (resource ?? identifier).split(':');
  return { name, selector };
}

function versionOf(parameter: Parameter, selector: string | undefined): Version | undefined {
  if (selector === undefined) return currentVersion(parameter);
  const found = parameter.versions.find(
    ({ number, labels }) => String(number) === selector || labels.has(selector),
  );
  if (found === undefined) {
    throw new AwsError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${selector} of ${parameter.name}. Verify the version and try again.`,
    );
  }
  return found;
}
