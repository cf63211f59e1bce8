// Published versions and aliases. A version keeps the configuration of its moment; code is that of the function.
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { type FunctionStore, type LambdaFunction, parseReference } from './function.ts';

export function versionOperations(store: FunctionStore): Operations<typeof sdk> {
  return {
    PublishVersion(input) {
      const fn = store.find(input.FunctionName ?? '');
      const version = String(fn.versions.size + 1);
      const published = {
        ...fn.configuration,
        Version: version,
        FunctionArn: `${fn.configuration.FunctionArn}:${version}`,
      };
      fn.versions.set(version, published);
      return published;
    },
    ListVersionsByFunction(input) {
      const fn = store.find(input.FunctionName ?? '');
      return { Versions: [fn.configuration, ...fn.versions.values()] };
    },
    CreateAlias(input) {
      const fn = store.find(input.FunctionName ?? '');
      const name = input.Name ?? '';
      if (fn.aliases.has(name)) {
        throw new AwsError(
          'ResourceConflictException',
          `Alias already exists: ${aliasArn(fn, name)}`,
        );
      }
      return setAlias(fn, name, input);
    },
    UpdateAlias(input) {
      const fn = store.find(input.FunctionName ?? '');
      return setAlias(fn, existingAlias(fn, input.Name ?? ''), input);
    },
    GetAlias(input) {
      const fn = store.find(input.FunctionName ?? '');
      return describeAlias(fn, existingAlias(fn, input.Name ?? ''));
    },
    ListAliases(input) {
      const fn = store.find(input.FunctionName ?? '');
      return { Aliases: [...fn.aliases.keys()].map((name) => describeAlias(fn, name)) };
    },
    DeleteAlias(input) {
      store.find(input.FunctionName ?? '').aliases.delete(input.Name ?? '');
      return {};
    },
  };
}

/** Refuses a qualifier that names neither a version nor an alias. */
export function executedVersion(fn: LambdaFunction, reference: string, qualifier?: string): string {
  const wanted = qualifier ?? parseReference(reference).qualifier ?? '$LATEST';
  const version = fn.aliases.get(wanted)?.version ?? wanted;
  if (version === '$LATEST' || fn.versions.has(version)) return version;
  throw new AwsError(
    'ResourceNotFoundException',
    `Function not found: ${fn.configuration.FunctionArn}:${wanted}`,
    { fields: { Type: 'User' } },
  );
}

const aliasArn = (fn: LambdaFunction, name: string): string =>
  `${fn.configuration.FunctionArn}:${name}`;

function existingAlias(fn: LambdaFunction, name: string): string {
  if (fn.aliases.has(name)) return name;
  throw new AwsError('ResourceNotFoundException', `Cannot find alias arn: ${aliasArn(fn, name)}`, {
    fields: { Type: 'User' },
  });
}

function setAlias(
  fn: LambdaFunction,
  name: string,
  input: { FunctionVersion?: string | undefined; Description?: string | undefined },
) {
  const before = fn.aliases.get(name);
  const version = input.FunctionVersion ?? before?.version ?? '$LATEST';
  fn.aliases.set(name, { version, description: input.Description ?? before?.description ?? '' });
  return describeAlias(fn, name);
}

function describeAlias(fn: LambdaFunction, name: string) {
  const { version, description } = fn.aliases.get(name) ?? { version: '$LATEST', description: '' };
  return {
    AliasArn: aliasArn(fn, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
  };
}
