// When a rule applies: the conditions of listener rules, checked, brought into AWS's form, and matched.
import type { RuleCondition } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ListenerRequest } from '../../host/load-balancing-peer.ts';
import { matchesPattern } from '../../users/wildcard.ts';
import { invalid } from './errors.ts';

const VALUES_PER_RULE_MAX = 5;

type Field =
  | 'host-header'
  | 'path-pattern'
  | 'http-header'
  | 'http-request-method'
  | 'query-string'
  | 'source-ip';

interface FieldRules {
  values(condition: RuleCondition): readonly string[] | undefined;
  /** What AWS answers with: the oldest two fields have their values twice. */
  normalise(condition: RuleCondition, values: string[]): RuleCondition;
  matches(condition: RuleCondition, request: ListenerRequest): boolean;
}

const FIELDS: Readonly<Record<Field, FieldRules>> = {
  'host-header': {
    values: (condition) => condition.HostHeaderConfig?.Values ?? condition.Values,
    normalise: (_, Values) => ({
      Field: 'host-header',
      Values,
      HostHeaderConfig: { Values },
    }),
    matches: ({ Values = [] }, { host }) =>
      Values.some((value) => matchesPattern(value.toLowerCase(), host.toLowerCase())),
  },
  'path-pattern': {
    values: (condition) => condition.PathPatternConfig?.Values ?? condition.Values,
    normalise: (_, Values) => ({
      Field: 'path-pattern',
      Values,
      PathPatternConfig: { Values },
    }),
    matches: ({ Values = [] }, { path }) =>
      Values.some((value) => matchesPattern(value, splitPath(path).path)),
  },
  'http-header': {
    values: ({ HttpHeaderConfig }) => HttpHeaderConfig?.Values,
    normalise: ({ HttpHeaderConfig }, Values) => ({
      Field: 'http-header',
      HttpHeaderConfig: { ...HttpHeaderConfig, Values },
    }),
    matches: ({ HttpHeaderConfig }, { headers }) => {
      const got = header(headers, HttpHeaderConfig?.HttpHeaderName ?? '');
      return (HttpHeaderConfig?.Values ?? []).some(
        (value) => got !== undefined && matchesPattern(value.toLowerCase(), got.toLowerCase()),
      );
    },
  },
  'http-request-method': {
    values: ({ HttpRequestMethodConfig }) => HttpRequestMethodConfig?.Values,
    normalise: (_, Values) => ({
      Field: 'http-request-method',
      HttpRequestMethodConfig: { Values },
    }),
    matches: ({ HttpRequestMethodConfig }, { method }) =>
      (HttpRequestMethodConfig?.Values ?? []).includes(method),
  },
  'query-string': {
    values: ({ QueryStringConfig }) => QueryStringConfig?.Values?.map(({ Value = '' }) => Value),
    normalise: ({ QueryStringConfig }) => ({ Field: 'query-string', QueryStringConfig }),
    matches: ({ QueryStringConfig }, { path }) => {
      const given = [...new URLSearchParams(splitPath(path).query)];
      return (QueryStringConfig?.Values ?? []).some(({ Key, Value = '' }) =>
        given.some(
          ([key, value]) =>
            (Key === undefined || matchesPattern(Key.toLowerCase(), key.toLowerCase())) &&
            matchesPattern(Value.toLowerCase(), value.toLowerCase()),
        ),
      );
    },
  },
  'source-ip': {
    values: ({ SourceIpConfig }) => SourceIpConfig?.Values,
    normalise: (_, Values) => ({ Field: 'source-ip', SourceIpConfig: { Values } }),
    matches: ({ SourceIpConfig }, { headers }) => {
      const address = header(headers, 'x-forwarded-for') ?? UNKNOWN_SOURCE;
      return (SourceIpConfig?.Values ?? []).some((cidr) => inCidr(cidr, address));
    },
  },
};

/** Requests that do not say where they come from come from the internet. */
const UNKNOWN_SOURCE = '203.0.113.1';

export function readConditions(
  conditions: readonly RuleCondition[] | undefined,
): readonly RuleCondition[] {
  if (conditions === undefined || conditions.length === 0)
    throw invalid('A condition must be specified');
  const read = conditions.map(readCondition);
  if (read.reduce((count, { values }) => count + values, 0) > VALUES_PER_RULE_MAX)
    throw invalid(`A rule can have at most ${VALUES_PER_RULE_MAX} condition values`);
  return read.map(({ condition }) => condition);
}

export const matchesAll = (
  conditions: readonly RuleCondition[],
  request: ListenerRequest,
): boolean => conditions.every((condition) => rulesOf(condition).matches(condition, request));

function readCondition(condition: RuleCondition): { condition: RuleCondition; values: number } {
  const rules = rulesOf(condition);
  const values = rules.values(condition);
  if (values === undefined || values.length === 0)
    throw invalid(`A condition value must be specified for field '${condition.Field}'`);
  return { condition: rules.normalise(condition, [...values]), values: values.length };
}

function rulesOf(condition: RuleCondition): FieldRules {
  const field = Object.entries(FIELDS).find(([name]) => name === condition.Field);
  if (field === undefined)
    throw invalid(`Condition field '${condition.Field}' must be one of '[${Object.keys(FIELDS)}]'`);
  return field[1];
}

function splitPath(pathAndQuery: string): { path: string; query: string } {
  const [path = '', query = ''] = pathAndQuery.split('?', 2);
  return { path, query };
}

const header = (headers: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

function inCidr(cidr: string, address: string): boolean {
  const [network = '', bits = '32'] = cidr.split('/', 2);
  const shift = 32 - Number(bits);
  return shift >= 32 || toNumber(network) >>> shift === toNumber(address) >>> shift;
}

const toNumber = (address: string): number =>
  address.split('.').reduce((value, part) => ((value << 8) | Number(part)) >>> 0, 0);
