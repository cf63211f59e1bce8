import { describe, expect, test } from 'vitest';
import { withChildren } from './start-monitoring.ts';

describe('a suppressor', () => {
  const suppressed = {
    ActionsSuppressor: 'c',
    ActionsSuppressorWaitPeriod: 60,
    ActionsSuppressorExtensionPeriod: 120,
  };

  test('lets actions through once the wait is over without it', async () => {
    const { put, set, pass, notices, service } = await withChildren();
    await put(suppressed);
    await set('a', 'ALARM');
    expect(await service()).toMatchObject({ ActionsSuppressedBy: 'WaitPeriod' });
    await pass(55);
    expect(notices).toHaveLength(0);
    await pass(10);
    expect(notices).toHaveLength(1);
    expect((await service())?.ActionsSuppressedBy).toBeUndefined();
  });

  test('holds actions while it is in ALARM, though the event is sent and says so', async () => {
    const { put, set, pass, notices, stateChanges } = await withChildren();
    await put(suppressed);
    await set('c', 'ALARM');
    await set('a', 'ALARM');
    await pass(600);
    expect(notices).toHaveLength(0);
    expect(stateChanges().at(-1)?.detail).toMatchObject({
      alarmName: 'service',
      state: {
        value: 'ALARM',
        actionsSuppressedBy: 'Alarm',
        actionsSuppressedReason: 'Actions suppressed by Alarm',
      },
    });
  });

  test('that comes during the wait takes over', async () => {
    const { put, set, pass, notices, service } = await withChildren();
    await put(suppressed);
    await set('a', 'ALARM');
    await pass(30);
    await set('c', 'ALARM');
    await pass(600);
    expect(notices).toHaveLength(0);
    expect((await service())?.ActionsSuppressedBy).toBe('Alarm');
  });

  test('that goes leaves an extension, after which actions for what is still wrong are taken', async () => {
    const { put, set, pass, notices, service } = await withChildren();
    await put(suppressed);
    await set('c', 'ALARM');
    await set('a', 'ALARM');
    await set('c', 'OK');
    expect((await service())?.ActionsSuppressedBy).toBe('ExtensionPeriod');
    await pass(100);
    expect(notices).toHaveLength(0);
    await pass(30);
    expect(notices).toHaveLength(1);
  });

  test('that goes leaves time to recover: then nobody is told', async () => {
    const { put, set, pass, notices } = await withChildren();
    await put(suppressed);
    await set('c', 'ALARM');
    await set('a', 'ALARM');
    await set('c', 'OK');
    await set('a', 'OK');
    await pass(600);
    expect(notices).toHaveLength(0);
  });

  test('that has just gone holds back what goes wrong during the extension, to its end', async () => {
    const { put, set, pass, notices, service } = await withChildren();
    await put(suppressed);
    await set('c', 'ALARM');
    await set('c', 'OK');
    await set('a', 'ALARM');
    expect((await service())?.ActionsSuppressedBy).toBe('ExtensionPeriod');
    await pass(100);
    expect(notices).toHaveLength(0);
    await pass(30);
    expect(notices).toHaveLength(1);
  });

  test('leaves no extension when it was not in ALARM', async () => {
    const { put, set, service } = await withChildren();
    await put(suppressed);
    await set('c', 'INSUFFICIENT_DATA');
    expect((await service())?.ActionsSuppressedBy).toBeUndefined();
  });

  test('needs both periods', async () => {
    const { put } = await withChildren();
    await expect(put({ ActionsSuppressor: 'c' })).rejects.toThrow(/ActionsSuppressorWaitPeriod/);
  });
});
