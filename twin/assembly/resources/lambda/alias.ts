// AWS::Lambda::Alias
import type * as Sdk from '@aws-sdk/client-lambda';
import { object, objects, omit, pick } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf } from '../../stack-host.ts';

const lambda = callsOf<typeof Sdk>('lambda');

export const alias: ResourceProvider = {
  type: 'AWS::Lambda::Alias',
  service: 'lambda',
  replaceOn: ['FunctionName', 'Name'],
  async create({ properties, stack }) {
    const { AliasArn = '' } = await lambda(stack, 'CreateAlias', input(properties));
    return { physicalId: AliasArn, attributes: { AliasArn } };
  },
  async update({ properties, stack }) {
    await lambda(stack, 'UpdateAlias', input(properties));
    return undefined;
  },
  async delete({ properties }, stack) {
    await lambda(stack, 'DeleteAlias', pick(properties, 'FunctionName', 'Name'));
  },
};

const input = (properties: Properties): Properties => ({
  ...omit(properties, 'RoutingConfig', 'ProvisionedConcurrencyConfig'),
  RoutingConfig: { AdditionalVersionWeights: weights(object(properties, 'RoutingConfig') ?? {}) },
});

/** A list of pairs in templates, a map in the API. */
const weights = (routing: Properties): Properties =>
  Object.fromEntries(
    objects(routing, 'AdditionalVersionWeights').map(({ FunctionVersion, FunctionWeight }) => [
      String(FunctionVersion),
      FunctionWeight,
    ]),
  );
