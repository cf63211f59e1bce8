// Reading parameters. A SecureString that is not to be decrypted is given as something unreadable.
import { createHash } from 'node:crypto';
import type * as sdk from '@aws-sdk/client-ssm';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import {
  currentVersion,
  type Parameter,
  type Selection,
  type Store,
  type Version,
} from './store.ts';

const BY_PATH_PAGE_SIZE = 10;
const PAGE_SIZE = 50;
const NAMES_MAX = 10;

export function getOperations(store: Store): Operations<typeof sdk> {
  return {
    GetParameter({ Name = '', WithDecryption = false }) {
      const selected = store.select(Name);
      if (selected === undefined) throw new AwsError('ParameterNotFound', '');
      return { Parameter: describe(selected, WithDecryption) };
    },
    GetParameters({ Names = [], WithDecryption = false }) {
      if (Names.length > NAMES_MAX) {
        throw new AwsError(
          'ValidationException',
          `1 validation error detected: Value at 'names' failed to satisfy constraint: Member must have length less than or equal to ${NAMES_MAX}`,
        );
      }
      const found = Names.map((name) => ({ name, selected: selectOrNone(store, name) }));
      return {
        Parameters: found.flatMap(({ selected }) =>
          selected === undefined ? [] : [describe(selected, WithDecryption)],
        ),
        InvalidParameters: found.flatMap(({ name, selected }) =>
          selected === undefined ? [name] : [],
        ),
      };
    },
    GetParametersByPath(input) {
      const { Path = '', Recursive = false, WithDecryption = false, NextToken } = input;
      const folder = Path.endsWith('/') ? Path : `${Path}/`;
      const isInside = ({ name }: Parameter) =>
        name.startsWith(folder) && (Recursive || !name.slice(folder.length).includes('/'));
      const all = [...store.parameters.values()].filter(isInside).sort(byName);
      const limit = input.MaxResults ?? BY_PATH_PAGE_SIZE;
      const { items, next } = page(all, { limit, token: NextToken });
      return {
        Parameters: items.flatMap((parameter) => {
          const version = currentVersion(parameter);
          if (version === undefined) return [];
          return [describe({ parameter, version, selector: undefined }, WithDecryption)];
        }),
        NextToken: next,
      };
    },
    DescribeParameters({ NextToken, MaxResults = PAGE_SIZE, ParameterFilters = [] }) {
      const all = [...store.parameters.values()]
        .filter((parameter) => ParameterFilters.every((filter) => passes(parameter, filter)))
        .sort(byName);
      const { items, next } = page(all, { limit: MaxResults, token: NextToken });
      return {
        Parameters: items.flatMap((parameter) => {
          const version = currentVersion(parameter);
          return version === undefined ? [] : [metadata(parameter, version)];
        }),
        NextToken: next,
      };
    },
    GetParameterHistory({ Name = '', WithDecryption = false, NextToken, MaxResults = PAGE_SIZE }) {
      const selected = store.select(Name);
      if (selected === undefined) throw new AwsError('ParameterNotFound', '');
      const { parameter } = selected;
      const { items, next } = page(parameter.versions, { limit: MaxResults, token: NextToken });
      return {
        Parameters: items.map((version) => ({
          ...metadata(parameter, version),
          Value: readableValue(version, WithDecryption),
          Labels: [...version.labels],
        })),
        NextToken: next,
      };
    },
  };
}

/** In a list, a version that does not exist is just another invalid name. */
function selectOrNone(store: Store, name: string): Selection | undefined {
  try {
    return store.select(name);
  } catch (error) {
    if (error instanceof AwsError) return undefined;
    throw error;
  }
}

const byName = (a: Parameter, b: Parameter): number => (a.name < b.name ? -1 : 1);

const describe = (
  { parameter, version, selector }: Selection,
  decrypted: boolean,
): sdk.Parameter => ({
  Name: parameter.name,
  ARN: parameter.arn,
  Type: version.type,
  Value: readableValue(version, decrypted),
  Version: version.number,
  LastModifiedDate: version.modifiedAt,
  DataType: version.dataType,
  ...(selector === undefined ? {} : { Selector: selector }),
});

const metadata = (parameter: Parameter, version: Version): sdk.ParameterMetadata => ({
  Name: parameter.name,
  ARN: parameter.arn,
  Type: version.type,
  Version: version.number,
  LastModifiedDate: version.modifiedAt,
  LastModifiedUser: version.modifiedBy,
  DataType: version.dataType,
  Tier: version.tier,
  Policies: [],
  ...(version.description === undefined ? {} : { Description: version.description }),
  ...(version.allowedPattern === undefined ? {} : { AllowedPattern: version.allowedPattern }),
  ...(version.type === 'SecureString' ? { KeyId: version.keyId ?? 'alias/aws/ssm' } : {}),
});

const readableValue = ({ type, value }: Version, decrypted: boolean): string =>
  type === 'SecureString' && !decrypted
    ? `AQICAHh${createHash('sha256').update(value).digest('base64')}`
    : value;

function passes(parameter: Parameter, filter: sdk.ParameterStringFilter): boolean {
  const { Key, Option = 'Equals', Values = [] } = filter;
  const actual = { Name: parameter.name, Type: currentVersion(parameter)?.type }[Key ?? ''];
  if (actual === undefined) {
    throw new AwsError('NotImplemented', `ssm: a filter by ${Key} is not simulated`, {
      status: 501,
    });
  }
  return Values.some((value) => {
    if (Option === 'BeginsWith') return actual.startsWith(value);
    return Option === 'Contains' ? actual.includes(value) : actual === value;
  });
}
