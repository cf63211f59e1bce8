// What is on somebody's screen stays true: one reader for each view that is looked at, however many look at it.
import type { ServerResponse } from 'node:http';

export interface Live {
  /** False when too many watch already. */
  watch(view: string, read: () => Promise<unknown>, response: ServerResponse): boolean;
  /** Reads again at once: something has just been decided. */
  refresh(): void;
  close(): void;
}

const WATCHERS_MAX = 64;
/** A comment now and then shows a dead connection to both sides. */
const HEARTBEAT_MS = 15_000;

interface Channel {
  readonly watchers: Set<ServerResponse>;
  /** Those that could not take the last message yet. */
  readonly late: Set<ServerResponse>;
  readonly read: () => Promise<unknown>;
  last: string;
  reading: boolean;
  /** Somebody asked while a reading was under way: what it brings may be too old. */
  again: boolean;
}

export function createLive(intervalMs: number): Live {
  const channels = new Map<string, Channel>();
  const count = () => [...channels.values()].reduce((sum, { watchers }) => sum + watchers.size, 0);
  const all = (act: (channel: Channel) => void) => {
    for (const channel of channels.values()) act(channel);
  };
  const timers = [
    setInterval(() => all((channel) => void update(channel)), intervalMs),
    setInterval(() => all(beat), HEARTBEAT_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    watch(view, read, response) {
      if (count() >= WATCHERS_MAX) return false;
      const channel = channels.get(view) ?? emptyChannel(read);
      channels.set(view, channel);
      channel.watchers.add(response);
      response.on('drain', () => {
        if (channel.late.delete(response)) tell(channel, response);
      });
      response.on('close', () => {
        channel.watchers.delete(response);
        channel.late.delete(response);
        if (channel.watchers.size === 0 && channels.get(view) === channel) channels.delete(view);
      });
      if (channel.last !== '') tell(channel, response);
      void update(channel);
      return true;
    },
    refresh: () => all((channel) => void update(channel)),
    close() {
      for (const timer of timers) clearInterval(timer);
      all(({ watchers }) => {
        for (const response of watchers) response.end();
      });
    },
  };
}

const emptyChannel = (read: () => Promise<unknown>): Channel => ({
  watchers: new Set(),
  late: new Set(),
  read,
  last: '',
  reading: false,
  again: false,
});

async function update(channel: Channel): Promise<void> {
  if (channel.reading) {
    channel.again = true;
    return;
  }
  channel.reading = true;
  try {
    do {
      channel.again = false;
      const message = await readMessage(channel);
      if (message === channel.last) continue;
      channel.last = message;
      for (const response of channel.watchers) tell(channel, response);
    } while (channel.again && channel.watchers.size > 0);
  } finally {
    channel.reading = false;
  }
}

/** A failed reading is told, not hidden: the page shows since when it knows nothing new. */
async function readMessage({ read }: Channel): Promise<string> {
  try {
    return `event: view\ndata: ${JSON.stringify((await read()) ?? null)}\n\n`;
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown';
    return `event: trouble\ndata: ${JSON.stringify({ reason })}\n\n`;
  }
}

/** Whoever reads too slowly skips what is between; every message is the whole view. */
function tell({ late, last }: Channel, response: ServerResponse): void {
  if (response.writableNeedDrain) late.add(response);
  else response.write(last);
}

function beat({ watchers }: Channel): void {
  for (const response of watchers) {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }
}
