// The list of operators, where there is one: a parameter that an administrator keeps beside the registry.
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { type Operators, operatorsSchema } from '../core/operate/roles.ts';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export interface OperatorList {
  /** Null where nobody made a list. One that cannot be read is no such case: it fails. */
  read(): Promise<Operators | null>;
}

export function openOperators(prefix: string): OperatorList {
  const client = new SSMClient(clientSettings());
  return {
    async read() {
      try {
        const { Parameter } = await client.send(
          new GetParameterCommand({ Name: `${prefix}/operators` }),
        );
        return operatorsSchema.parse(JSON.parse(Parameter?.Value ?? ''));
      } catch (error) {
        if (isNamed(error, 'ParameterNotFound')) return null;
        throw error;
      }
    },
  };
}
