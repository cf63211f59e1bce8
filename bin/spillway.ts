/** The command line on a real terminal: hands over the world, takes back an exit code. */
import { setTimeout as sleep } from 'node:timers/promises';
import { exitCodes, type Io } from '../cli/command.ts';
import { commandEntries } from '../cli/commands/index.ts';
import { runCli } from '../cli/main.ts';
import { wantsColour } from '../cli/render/paint.ts';

const io: Io = {
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  colour: wantsColour(process.stdout, process.env),
  // Whoever draws again and again sees the terminal as it is by then.
  get columns() {
    // Some that call themselves terminals have no width.
    return process.stdout.columns || 100;
  },
  get rows() {
    return process.stdout.rows || 24;
  },
  terminal: process.stdout.isTTY === true,
  env: process.env,
  nowMs: Date.now,
  sleep,
};

// `spillway ... | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
});

try {
  process.exitCode = await runCli(process.argv.slice(2), io, commandEntries);
} catch (error) {
  io.err(`spillway: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = exitCodes.failed;
}
