// Writing parameters.
import type * as sdk from '@aws-sdk/client-ssm';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import type { ServiceHost } from '../../host/service.ts';
import { currentVersion, type ParameterType, type Store, type Version } from './store.ts';

const VERSIONS_MAX = 100;
const STANDARD_BYTES_MAX = 4096;
const ADVANCED_BYTES_MAX = 8192;

export function putOperations(host: ServiceHost, store: Store): Operations<typeof sdk> {
  return {
    PutParameter(input, context) {
      const name = input.Name ?? '';
      const known = store.parameters.get(name);
      const previous = known && currentVersion(known);
      validate(input, previous);
      const version: Version = {
        number: (previous?.number ?? 0) + 1,
        type: typeOf(input, previous),
        value: input.Value ?? '',
        description: input.Description ?? previous?.description,
        modifiedAt: host.clock.date(),
        modifiedBy: context.caller.arn,
        allowedPattern: input.AllowedPattern ?? previous?.allowedPattern,
        keyId: input.KeyId ?? previous?.keyId,
        tier: tierOf(input),
        dataType: input.DataType ?? 'text',
        labels: new Set(),
      };
      const parameter = known ?? {
        name,
        arn: store.arnOf(name),
        tags: new Map((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
        versions: [],
      };
      parameter.versions = [...parameter.versions, version].slice(-VERSIONS_MAX);
      store.parameters.set(name, parameter);
      return { Version: version.number, Tier: version.tier };
    },
    DeleteParameter({ Name = '' }) {
      if (!store.parameters.delete(Name)) throw new AwsError('ParameterNotFound', '');
      return {};
    },
    DeleteParameters({ Names = [] }) {
      const deleted = Names.filter((name) => store.parameters.delete(name));
      return {
        DeletedParameters: deleted,
        InvalidParameters: Names.filter((name) => !deleted.includes(name)),
      };
    },
    LabelParameterVersion({ Name = '', ParameterVersion, Labels = [] }) {
      const identifier = ParameterVersion === undefined ? Name : `${Name}:${ParameterVersion}`;
      const selected = store.select(identifier);
      if (selected === undefined) throw new AwsError('ParameterNotFound', '');
      for (const label of Labels) {
        for (const { labels } of selected.parameter.versions) labels.delete(label);
        selected.version.labels.add(label);
      }
      return { InvalidLabels: [], ParameterVersion: selected.version.number };
    },
    AddTagsToResource({ ResourceId = '', Tags = [] }) {
      const tags = tagsOf(store, ResourceId);
      for (const { Key = '', Value = '' } of Tags) tags.set(Key, Value);
      return {};
    },
    RemoveTagsFromResource({ ResourceId = '', TagKeys = [] }) {
      const tags = tagsOf(store, ResourceId);
      for (const key of TagKeys) tags.delete(key);
      return {};
    },
    ListTagsForResource: ({ ResourceId = '' }) => ({
      TagList: [...tagsOf(store, ResourceId)].map(([Key, Value]) => ({ Key, Value })),
    }),
  };
}

function tagsOf(store: Store, name: string): Map<string, string> {
  const parameter = store.parameters.get(name);
  if (parameter === undefined) throw new AwsError('InvalidResourceId', '');
  return parameter.tags;
}

const invalid = (message: string): AwsError => new AwsError('ValidationException', message);

function validate(input: sdk.PutParameterRequest, previous: Version | undefined): void {
  const { Name = '', Value = '', Overwrite = false, AllowedPattern } = input;
  validateName(Name);
  if (previous !== undefined && !Overwrite) {
    throw new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  if (previous === undefined && input.Type === undefined) {
    throw invalid('A parameter type is required when you create a parameter.');
  }
  validateValue(Value, tierOf(input));
  if (AllowedPattern !== undefined && !new RegExp(`^(?:${AllowedPattern})$`).test(Value)) {
    throw new AwsError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${AllowedPattern}`,
    );
  }
}

/** Intelligent tiering takes the smaller kind where that is enough. */
const tierOf = ({ Tier, Value = '' }: sdk.PutParameterRequest): 'Standard' | 'Advanced' =>
  Tier === 'Advanced' ||
  (Tier === 'Intelligent-Tiering' && Buffer.byteLength(Value) > STANDARD_BYTES_MAX)
    ? 'Advanced'
    : 'Standard';

function validateValue(value: string, tier: 'Standard' | 'Advanced'): void {
  const bytes = Buffer.byteLength(value);
  if (tier === 'Standard' && bytes > STANDARD_BYTES_MAX) {
    throw invalid(
      `Standard tier parameters support a maximum parameter value of ${STANDARD_BYTES_MAX} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`,
    );
  }
  if (bytes > ADVANCED_BYTES_MAX) {
    throw invalid(
      `Advanced tier parameters support a maximum parameter value of ${ADVANCED_BYTES_MAX} characters.`,
    );
  }
  if (value.includes('{{')) {
    throw invalid("Parameter value can't nest another parameter.");
  }
}

function validateName(name: string): void {
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw invalid(`No access to reserved parameter name: ${name}.`);
  }
  if (!/^[\w./-]{1,1011}$/.test(name) || (name.includes('/') && !name.startsWith('/'))) {
    throw invalid(
      'Parameter name must be a fully qualified name, and can only include the following letters and symbols a-zA-Z0-9_.-/',
    );
  }
}

const typeOf = (input: sdk.PutParameterRequest, previous: Version | undefined): ParameterType =>
  input.Type ?? previous?.type ?? 'String';
