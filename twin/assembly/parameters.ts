// The values of a template's parameters: given, defaulted, or read from Parameter Store.
import { AwsError } from '../host/aws-error.ts';
import type { ParameterDeclaration } from './declaration.ts';
import { AssemblyError } from './error.ts';
import type { StackHost } from './stack-host.ts';
import type { Template } from './template.ts';

const STORED = /^AWS::SSM::Parameter::Value<(.+)>$/;
/** Any version will do: it only tells CDK that the account was bootstrapped. */
const BOOTSTRAP_VERSION = '30';

export async function parameterValues(
  template: Template,
  given: Readonly<Record<string, string>>,
  stack: StackHost,
): Promise<Readonly<Record<string, unknown>>> {
  const values: Record<string, unknown> = {};
  for (const [name, declaration] of Object.entries(template.parameters)) {
    const written = given[name] ?? declaration.Default;
    if (written === undefined) throw new AssemblyError(`Parameters: [${name}] must have values`);
    const allowed = declaration.AllowedValues;
    if (allowed !== undefined && !allowed.map(String).includes(String(written))) {
      throw new AssemblyError(`the parameter ${name} must be one of ${allowed.join(', ')}`);
    }
    values[name] = await parameterValue(declaration, String(written), stack);
  }
  return values;
}

async function parameterValue({ Type }: ParameterDeclaration, written: string, stack: StackHost) {
  const inner = STORED.exec(Type)?.[1];
  const value = inner === undefined ? written : await storedValue(stack, written);
  const isList = Type === 'CommaDelimitedList' || (inner ?? Type).startsWith('List<');
  return isList ? value.split(',').map((part) => part.trim()) : value;
}

export async function storedValue(stack: StackHost, name: string): Promise<string> {
  if (name.startsWith('/cdk-bootstrap/')) return BOOTSTRAP_VERSION;
  try {
    const answer = (await stack.call('ssm', 'GetParameter', { Name: name })) as {
      Parameter?: { Value?: string };
    };
    return answer.Parameter?.Value ?? '';
  } catch (error) {
    // Parameters that AWS publishes name machine images and the like, and nothing here boots one.
    if (name.startsWith('/aws/service/')) return 'ami-0123456789abcdef0';
    if (error instanceof AwsError && error.name === 'ParameterNotFound') {
      throw new AssemblyError(`Unable to fetch parameters [${name}] from parameter store`);
    }
    throw error;
  }
}
