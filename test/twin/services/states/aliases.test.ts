import {
  CreateStateMachineAliasCommand,
  PublishStateMachineVersionCommand,
  StartExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { startStates, WAIT } from './start-states.ts';

describe('versions and aliases', () => {
  it('route executions by weight', async () => {
    const { create, sfn, pump, describe: look } = startStates();
    const stateMachineArn = await create(WAIT);
    const publish = () =>
      pump.runUntil(sfn.send(new PublishStateMachineVersionCommand({ stateMachineArn })));
    const { stateMachineVersionArn: first } = await publish();
    const definition = '{"StartAt":"P","States":{"P":{"Type":"Pass","End":true}}}';
    await pump.runUntil(sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition })));
    const { stateMachineVersionArn: second } = await publish();
    const { stateMachineAliasArn } = await pump.runUntil(
      sfn.send(
        new CreateStateMachineAliasCommand({
          name: 'live',
          routingConfiguration: [
            { stateMachineVersionArn: first, weight: 80 },
            { stateMachineVersionArn: second, weight: 20 },
          ],
        }),
      ),
    );
    const used = new Map<string | undefined, number>();
    for (let count = 0; count < 100; count += 1) {
      const { executionArn = '' } = await pump.runUntil(
        sfn.send(new StartExecutionCommand({ stateMachineArn: stateMachineAliasArn })),
      );
      const { stateMachineVersionArn, stateMachineAliasArn: alias } = await look(executionArn);
      expect(alias).toBe(stateMachineAliasArn);
      used.set(stateMachineVersionArn, (used.get(stateMachineVersionArn) ?? 0) + 1);
    }
    expect([...used.keys()].sort()).toEqual([first, second]);
    expect(used.get(first)).toBeGreaterThan(used.get(second) ?? 0);
  });
});
