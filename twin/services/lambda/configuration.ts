// Creating, changing, reading and deleting functions.
import type * as sdk from '@aws-sdk/client-lambda';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import type { ServiceHost } from '../../host/service.ts';
import type { Assets } from './assets.ts';
import { UNRESERVED_MIN, unreservedConcurrency } from './concurrency.ts';
import { type FunctionStore, type LambdaFunction, parseReference } from './function.ts';

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const TIMEOUT_SECONDS_MAX = 900;
const MEMORY_MB = { min: 128, max: 10_240 };

interface Shelf {
  readonly host: ServiceHost;
  readonly store: FunctionStore;
  readonly assets: Assets;
}

export function configurationOperations(shelf: Shelf): Operations<typeof sdk> {
  return {
    ...changes(shelf),
    ...reads(shelf),
    ...concurrency(shelf),
    ...tagging(shelf),
  };
}

function changes({ host, store, assets }: Shelf): Operations<typeof sdk> {
  const stamp = () => host.clock.date().toISOString().replace('Z', '+0000');
  return {
    async CreateFunction(input, { caller }) {
      const name = input.FunctionName ?? '';
      if (!NAME.test(name)) throw invalid(`Invalid function name: ${name}`);
      checkSizes(input);
      const code = await assets.resolve(input.Code, caller);
      // Asked last: finding the code may have taken time.
      if (store.functions.has(name)) {
        throw new AwsError('ResourceConflictException', `Function already exist: ${name}`);
      }
      const fn: LambdaFunction = {
        configuration: {
          ...settingsOf(input),
          FunctionName: name,
          FunctionArn: host.arn('lambda', `function:${name}`),
          CodeSize: code.sizeBytes,
          CodeSha256: code.id,
          LastModified: stamp(),
          RevisionId: host.ids.uuid(),
          State: 'Active',
          LastUpdateStatus: 'Successful',
          PackageType: 'Zip',
          Version: '$LATEST',
        },
        code,
        reservedConcurrency: undefined,
        sandboxes: [],
        running: 0,
        eventInvoke: undefined,
        url: undefined,
        policy: [],
        tags: { ...input.Tags },
        versions: new Map(),
        aliases: new Map(),
      };
      store.functions.set(name, fn);
      return fn.configuration;
    },
    async UpdateFunctionCode(input, { caller }) {
      const fn = store.find(input.FunctionName ?? '');
      fn.code = await assets.resolve(input, caller);
      renew(fn, { CodeSize: fn.code.sizeBytes, CodeSha256: fn.code.id, LastModified: stamp() });
      return fn.configuration;
    },
    UpdateFunctionConfiguration(input) {
      const fn = store.find(input.FunctionName ?? '');
      checkSizes(input);
      renew(fn, { ...defined(pickSettings(input)), LastModified: stamp() });
      return fn.configuration;
    },
    DeleteFunction(input) {
      const fn = store.find(input.FunctionName ?? '');
      const qualifier = input.Qualifier ?? parseReference(input.FunctionName ?? '').qualifier;
      if (qualifier !== undefined) {
        fn.versions.delete(qualifier);
        return { StatusCode: 204 };
      }
      stopIdle(fn);
      store.functions.delete(fn.configuration.FunctionName);
      return { StatusCode: 204 };
    },
  };

  function renew(fn: LambdaFunction, changes: object): void {
    stopIdle(fn);
    fn.configuration = { ...fn.configuration, ...changes, RevisionId: host.ids.uuid() };
  }
}

function reads({ store }: Shelf): Operations<typeof sdk> {
  return {
    GetFunction(input) {
      const fn = store.find(input.FunctionName ?? '');
      const { reservedConcurrency } = fn;
      return {
        Configuration: fn.configuration,
        Code: { RepositoryType: 'S3', Location: 'https://awslambda-tasks.s3.amazonaws.com/' },
        Tags: fn.tags,
        ...(reservedConcurrency === undefined
          ? {}
          : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrency } }),
      };
    },
    GetFunctionConfiguration: (input) => store.find(input.FunctionName ?? '').configuration,
    ListFunctions(input) {
      const all = [...store.functions.values()].map((fn) => fn.configuration);
      const { items, next } = page(all, { limit: input.MaxItems ?? 50, token: input.Marker });
      return { Functions: items, ...(next === undefined ? {} : { NextMarker: next }) };
    },
  };
}

function concurrency({ store }: Shelf): Operations<typeof sdk> {
  return {
    PutFunctionConcurrency(input) {
      const fn = store.find(input.FunctionName ?? '');
      const wanted = input.ReservedConcurrentExecutions ?? 0;
      const left = unreservedConcurrency(store) + (fn.reservedConcurrency ?? 0) - wanted;
      if (left < UNRESERVED_MIN) {
        throw invalid(
          `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${UNRESERVED_MIN}].`,
        );
      }
      fn.reservedConcurrency = wanted;
      return { ReservedConcurrentExecutions: wanted };
    },
    GetFunctionConcurrency(input) {
      const { reservedConcurrency } = store.find(input.FunctionName ?? '');
      return reservedConcurrency === undefined
        ? {}
        : { ReservedConcurrentExecutions: reservedConcurrency };
    },
    DeleteFunctionConcurrency(input) {
      store.find(input.FunctionName ?? '').reservedConcurrency = undefined;
      return {};
    },
  };
}

function tagging({ store }: Shelf): Operations<typeof sdk> {
  return {
    TagResource(input) {
      Object.assign(store.find(input.Resource ?? '').tags, input.Tags);
      return {};
    },
    UntagResource(input) {
      const { tags } = store.find(input.Resource ?? '');
      for (const key of input.TagKeys ?? []) delete tags[key];
      return {};
    },
    ListTags: (input) => ({ Tags: store.find(input.Resource ?? '').tags }),
  };
}

/** New code or configuration means new environments; those that are busy finish first. */
function stopIdle(fn: LambdaFunction): void {
  for (const sandbox of fn.sandboxes) if (!sandbox.busy) sandbox.environment.stop();
  fn.sandboxes = [];
}

const invalid = (message: string): AwsError =>
  new AwsError('InvalidParameterValueException', message, { fields: { Type: 'User' } });

type Settings = sdk.UpdateFunctionConfigurationCommandInput;

function checkSizes({ Timeout, MemorySize }: Pick<Settings, 'Timeout' | 'MemorySize'>): void {
  if (Timeout !== undefined && (Timeout < 1 || Timeout > TIMEOUT_SECONDS_MAX)) {
    throw invalid(`'timeout' must be between 1 and ${TIMEOUT_SECONDS_MAX}, got ${Timeout}`);
  }
  if (MemorySize !== undefined && (MemorySize < MEMORY_MB.min || MemorySize > MEMORY_MB.max)) {
    throw invalid(
      `'MemorySize' value failed to satisfy constraint: Member must have value between ${MEMORY_MB.min} and ${MEMORY_MB.max}, got ${MemorySize}`,
    );
  }
}

const pickSettings = (input: Settings | sdk.CreateFunctionCommandInput) => ({
  Description: input.Description,
  Handler: input.Handler,
  Role: input.Role,
  Runtime: input.Runtime,
  Timeout: input.Timeout,
  MemorySize: input.MemorySize,
  Environment: input.Environment,
  DeadLetterConfig: input.DeadLetterConfig,
  TracingConfig: input.TracingConfig,
  LoggingConfig: input.LoggingConfig,
  VpcConfig: input.VpcConfig,
});

const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

/** Lambda's defaults: 3 seconds, 128 MB. */
const settingsOf = (input: sdk.CreateFunctionCommandInput) => ({
  ...defined(pickSettings(input)),
  Timeout: input.Timeout ?? 3,
  MemorySize: input.MemorySize ?? 128,
  Architectures: input.Architectures ?? ['x86_64' as const],
});
