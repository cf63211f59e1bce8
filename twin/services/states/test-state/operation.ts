// placeholder
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { World } from '../engine/model.ts';

export const testStateOperations = (_: ServiceHost, _world: World): Operations<typeof sdk> => ({});
