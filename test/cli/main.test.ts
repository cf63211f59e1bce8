import { describe, expect, it } from 'vitest';
import { commandEntries } from '../../cli/commands/index.ts';
import { run } from './io.ts';

describe('spillway', () => {
  it.each([[[]], [['--help']], [['-h']], [['help']]])(
    'lists every command for %j',
    async (words) => {
      const { exitCode, out } = await run(words, { columns: 120 });
      expect(exitCode).toBe(0);
      const lines = out.split('\n').map((line) => line.trim().replace(/ {2,}/, ': '));
      for (const { name, summary } of commandEntries)
        expect(lines).toContain(`${name}: ${summary}`);
    },
  );

  it('answers a slip with the command that was meant', async () => {
    expect(await run(['validat'])).toEqual({
      exitCode: 2,
      out: '',
      err: 'spillway: unknown command "validat"; did you mean "validate"?\n',
    });
    expect((await run(['\u001b[31mx'])).err).toContain('\\u{1b}[31mx');
  });

  it.each(commandEntries)(
    '$name explains itself and says the same of itself everywhere',
    async (entry) => {
      const command = await entry.load();
      expect([command.name, command.summary]).toEqual([entry.name, entry.summary]);
      // Later examples may show what to do beside it, with another tool.
      expect(command.examples[0]?.startsWith(`spillway ${entry.name} `)).toBe(true);
      const { exitCode, out } = await run([entry.name, '--help']);
      expect(exitCode).toBe(0);
      expect(out).toContain(`Usage: spillway ${entry.name}`);
      expect((await run(['help', entry.name])).out).toBe(out);
    },
  );

  it('fits 80 columns, examples aside, which are to be copied', async () => {
    for (const words of [[], ...commandEntries.map(({ name }) => [name, '--help'])]) {
      const { out } = await run(words, { columns: 80 });
      const lines = out.split('\n').filter((line) => !line.startsWith('  $ '));
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
    }
  });

  it.each(commandEntries)('$name refuses a flag that it does not know', async ({ name }) => {
    const { exitCode, err } = await run([name, '--no-such-flag']);
    expect(exitCode).toBe(2);
    expect(err).toContain(`spillway ${name}: unknown flag "--no-such-flag"`);
    expect(err).toContain(`Usage: spillway ${name}`);
  });
});
