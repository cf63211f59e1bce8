// AWS::Lambda::Function
import type * as Sdk from '@aws-sdk/client-lambda';
import { changedProperties, omit, text } from '../../properties.ts';
import type { Properties, ResourceProvider } from '../../provider.ts';
import { callsOf, type StackHost } from '../../stack-host.ts';
import { functionCode } from './code.ts';

const lambda = callsOf<typeof Sdk>('lambda');

const NAME_LENGTH_MAX = 64;

/** Set by calls of their own, or without a meaning here. */
const APART = [
  'Code',
  'FunctionName',
  'PackageType',
  'ReservedConcurrentExecutions',
  'RecursiveLoop',
  'RuntimeManagementConfig',
  'Tags',
];

export const lambdaFunction: ResourceProvider = {
  type: 'AWS::Lambda::Function',
  service: 'lambda',
  replaceOn: ['FunctionName', 'PackageType'],
  async create({ properties, stack, name }) {
    const FunctionName = text(properties, 'FunctionName') ?? name({ lengthMax: NAME_LENGTH_MAX });
    const { FunctionArn } = await lambda(stack, 'CreateFunction', {
      ...omit(properties, ...APART),
      FunctionName,
      PackageType: properties['PackageType'],
      Tags: properties['Tags'],
      Code: functionCode(properties, FunctionName, stack),
    });
    if (properties['ReservedConcurrentExecutions'] !== undefined) {
      await reserve(stack, FunctionName, properties);
    }
    return { physicalId: FunctionName, attributes: { Arn: FunctionArn } };
  },
  async update({ properties, stack, existing }) {
    const FunctionName = existing.physicalId;
    const changed = changedProperties(existing.properties, properties);
    if (changed.includes('Code')) {
      const code = functionCode(properties, FunctionName, stack);
      await lambda(stack, 'UpdateFunctionCode', { FunctionName, ...code });
    }
    if (changed.some((property) => !APART.includes(property))) {
      const settings = omit(properties, ...APART, 'Architectures', 'CodeSigningConfigArn');
      await lambda(stack, 'UpdateFunctionConfiguration', { ...settings, FunctionName });
    }
    if (changed.includes('ReservedConcurrentExecutions')) {
      await reserve(stack, FunctionName, properties);
    }
    return undefined;
  },
  async delete({ physicalId }, stack) {
    await lambda(stack, 'DeleteFunction', { FunctionName: physicalId });
  },
};

async function reserve(stack: StackHost, FunctionName: string, properties: Properties) {
  const ReservedConcurrentExecutions = properties['ReservedConcurrentExecutions'];
  if (ReservedConcurrentExecutions === undefined) {
    return stack.attempt('lambda', 'DeleteFunctionConcurrency', { FunctionName });
  }
  await lambda(stack, 'PutFunctionConcurrency', { FunctionName, ReservedConcurrentExecutions });
}
