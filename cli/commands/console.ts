/** `spillway console`: the operator's page, over AWS or over a twin, in the caller's own name. */

import { readArguments, readNumber } from '../arguments.ts';
import { type Command, exitCodes } from '../command.ts';
import { explaining } from '../explain-error.ts';
import { openConsole } from '../open-console.ts';
import { stopSignal } from '../stop-signal.ts';

export const console: Command = {
  name: 'console',
  summary: 'Open the page on which releases are watched and decided',
  usage: `Usage: spillway console [--port P]

  --port P  listen on 127.0.0.1:P; default 4400, any free port if 0

Reads and decides with your AWS credentials, or on a twin where AWS_ENDPOINT_URL leads: there
one can also push an image, break something, and turn or stop the clock.
The address holds a token of this start; nothing listens beyond this machine.`,
  examples: [
    'spillway console --port 4401',
    'AWS_ENDPOINT_URL=http://127.0.0.1:4566 spillway console',
  ],
  async run(args, io) {
    const { values } = readArguments(args, { port: { type: 'string', default: '4400' } });
    const port = readNumber('port', values.port);
    return explaining({ name: 'console', io }, async () => {
      const opened = await openConsole(io, { port });
      io.out(`console ready on ${opened.url}\n`);
      await stopSignal();
      await opened.close();
      return exitCodes.done;
    });
  },
};
