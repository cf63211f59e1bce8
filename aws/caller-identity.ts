// Who is calling: the ARN that a signature of these credentials will prove.
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings } from './client-settings.ts';

export async function callerIdentity(): Promise<string> {
  const client = new STSClient(clientSettings());
  const { Arn = 'unknown' } = await client.send(new GetCallerIdentityCommand({}));
  return Arn;
}
