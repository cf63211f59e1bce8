// What must have happened before AWS refuses a recorded call, and the call itself.
import * as sfn from '@aws-sdk/client-sfn';
import type { StartedTwin } from '../../twin/support/start-twin.ts';
import type { ApiCase } from './corpus.ts';

export type Send = (name: string, input: object) => Promise<Record<string, string>>;

const ROLE_ARN = 'arn:aws:iam::123456789012:role/machine';
const PASS = '{"StartAt":"State_1","States":{"State_1":{"Type":"Pass","End":true}}}';
const OTHER = '{"StartAt":"State_2","States":{"State_2":{"Type":"Pass","End":true}}}';

/** Sends any operation by its name; what comes back is read as text members. */
export function sender({ pump, client }: StartedTwin): Send {
  const sdk: Record<string, unknown> = { ...sfn };
  const connection = client(sfn.SFNClient);
  return async (name, input) => {
    const Command = sdk[`${name}Command`] as new (input: object) => sfn.ListActivitiesCommand;
    const output: unknown = await pump.runUntil(connection.send(new Command(input)));
    return output as Record<string, string>;
  };
}

/** `create_state_machine` is CreateStateMachine. */
const operationName = (op: string): string =>
  op.replaceAll(/(^|_)(\w)/g, (_, _underscore: string, letter: string) => letter.toUpperCase());

type Recipe = (send: Send, args: Record<string, unknown>) => Promise<unknown>;

const create = (send: Send, extra: object = {}) =>
  send('CreateStateMachine', { name: 'machine', definition: PASS, roleArn: ROLE_ARN, ...extra });

const startWith =
  (input: string): Recipe =>
  async (send) => {
    const { stateMachineArn } = await create(send);
    return send('StartExecution', { stateMachineArn, input });
  };

const listWith =
  (operation: string): Recipe =>
  async (send, args) => {
    const { stateMachineArn } = await create(send);
    return send(operation, { ...args, stateMachineArn });
  };

/** By a part of the case's name. Cases without a recipe need nothing but the call. */
const RECIPES: readonly (readonly [string, Recipe])[] = [
  [
    'get_activity_task_deleted',
    async (send) => {
      const { activityArn } = await send('CreateActivity', { name: 'activity' });
      await send('DeleteActivity', { activityArn });
      return send('GetActivityTask', { activityArn });
    },
  ],
  [
    'publish_state_machine_version#conflict',
    async (send) => {
      const { stateMachineArn } = await create(send);
      const { revisionId } = await send('UpdateStateMachine', {
        stateMachineArn,
        definition: OTHER,
      });
      await send('UpdateStateMachine', { stateMachineArn, definition: PASS });
      return send('PublishStateMachineVersion', { stateMachineArn, revisionId });
    },
  ],
  [
    'publish_state_machine_version_no_such_machine',
    (send) =>
      send('PublishStateMachineVersion', {
        stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:missing',
      }),
  ],
  ['list_state_machine_versions_pagination', listWith('ListStateMachineVersions')],
  ['list_executions', listWith('ListExecutions')],
  ['list_state_machine_aliases_pagination', listWith('ListStateMachineAliases')],
  [
    'create_alias_with_state_machine_arn',
    async (send) => {
      const { stateMachineArn } = await create(send, { publish: true });
      const routingConfiguration = [{ stateMachineVersionArn: stateMachineArn, weight: 100 }];
      return send('CreateStateMachineAlias', { name: 'alias', routingConfiguration });
    },
  ],
  [
    'delete_version_with_alias',
    async (send) => {
      const { stateMachineVersionArn } = await create(send, { publish: true });
      const routingConfiguration = [{ stateMachineVersionArn, weight: 100 }];
      await send('CreateStateMachineAlias', { name: 'alias', routingConfiguration });
      return send('DeleteStateMachineVersion', { stateMachineVersionArn });
    },
  ],
  [
    'create_duplicate_sm_name',
    async (send, args) => {
      await create(send, { name: args['name'] });
      return send('CreateStateMachine', args);
    },
  ],
  ['start_exec_str_inp', startWith('not some json')],
  ['start_exec_not_json_inp', startWith("{'not': 'json'}")],
  ['start_res_empty', startWith('')],
  [
    'describe_execution_no_such_state_machine',
    (send) =>
      send('DescribeExecution', {
        executionArn: 'arn:aws:states:us-east-1:123456789012:execution:machine:missing',
      }),
  ],
  [
    'start_sync_execution',
    async (send) => {
      const { stateMachineArn } = await create(send);
      return send('StartSyncExecution', { stateMachineArn });
    },
  ],
  [
    'start_execution_idempotent',
    async (send) => {
      const { stateMachineArn } = await create(send);
      await send('StartExecution', { stateMachineArn, name: 'run', input: '{"a":1}' });
      return send('StartExecution', { stateMachineArn, name: 'run', input: '{"a":2}' });
    },
  ],
];

export function perform(testCase: ApiCase, send: Send): Promise<unknown> {
  const args = JSON.parse(
    JSON.stringify(testCase.args)
      .replaceAll('snf_role_arn', ROLE_ARN)
      .replaceAll(/LSX_aws_logs_describe_log_groups\w+/g, LOG_GROUP),
  );
  const recipe = RECIPES.find(([part]) => testCase.name.includes(part))?.[1];
  return recipe === undefined ? send(operationName(testCase.op ?? ''), args) : recipe(send, args);
}

const LOG_GROUP = 'arn:aws:logs:us-east-1:123456789012:log-group:deleted:*';
