// What a function is: its configuration as the API shows it, its code, and what runs.
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { AwsError } from '../../host/aws-error.ts';
import type { CodePackage } from '../../sandbox/code.ts';
import type { Environment } from '../../sandbox/environment.ts';

export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: unknown;
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface EventInvokeSettings {
  readonly maximumRetryAttempts: number;
  readonly maximumEventAgeSeconds: number;
  readonly onSuccess: string | undefined;
  readonly onFailure: string | undefined;
  readonly lastModified: Date;
}

export interface FunctionUrl {
  readonly id: string;
  readonly authType: 'AWS_IAM' | 'NONE';
  readonly createdAt: string;
}

/** An execution environment that is warm, or busy. */
export interface Sandbox {
  readonly environment: Environment;
  readonly logStream: string;
  idleSince: number;
  busy: boolean;
  /** The invocation that it serves, or served last. */
  requestId: string;
  /** Told of each request that the code sends while it serves. */
  onRequest: (() => void) | undefined;
}

export interface LambdaFunction {
  configuration: FunctionConfiguration & { FunctionName: string; FunctionArn: string };
  code: CodePackage;
  reservedConcurrency: number | undefined;
  sandboxes: Sandbox[];
  running: number;
  eventInvoke: EventInvokeSettings | undefined;
  url: FunctionUrl | undefined;
  readonly policy: PolicyStatement[];
  readonly tags: Record<string, string>;
  readonly versions: Map<string, LambdaFunction['configuration']>;
  readonly aliases: Map<string, { version: string; description: string }>;
}

export interface FunctionStore {
  readonly functions: Map<string, LambdaFunction>;
  /** By name, partial ARN or ARN, with or without a qualifier. */
  find(reference: string): LambdaFunction;
}

const REFERENCE =
  /^(?:arn:aws:lambda:[a-z0-9-]+:\d{12}:function:|\d{12}:function:)?([A-Za-z0-9_-]+)(?::(.+))?$/;

/** The name and the qualifier (version or alias) that a reference carries. */
export function parseReference(reference: string): { name: string; qualifier: string | undefined } {
  const [, name, qualifier] = REFERENCE.exec(reference) ?? [];
  if (name === undefined) {
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${reference}' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern`,
    );
  }
  return { name, qualifier };
}

export function createFunctionStore(arnOf: (name: string) => string): FunctionStore {
  const functions = new Map<string, LambdaFunction>();
  return {
    functions,
    find(reference) {
      const { name } = parseReference(reference);
      const found = functions.get(name);
      if (found === undefined) {
        throw new AwsError('ResourceNotFoundException', `Function not found: ${arnOf(name)}`, {
          fields: { Type: 'User' },
        });
      }
      return found;
    },
  };
}
