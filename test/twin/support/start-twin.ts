// A twin with just the services that a test needs, spoken to by real SDK clients.

import type { ServiceDefinition } from '../../../twin/host/service.ts';
import type { VirtualClock } from '../../../twin/kernel/clock.ts';
import type { Pump } from '../../../twin/kernel/pump.ts';
import { type ClientOptions, createTwin, type Twin, type TwinOptions } from '../../../twin/twin.ts';

export interface StartedTwin {
  readonly twin: Twin;
  readonly clock: VirtualClock;
  readonly pump: Pump;
  client<C>(Client: new (config: never) => C, options?: ClientOptions): C;
  /** Lets virtual time pass. */
  pass(seconds: number): Promise<void>;
}

export interface StartOptions extends Omit<TwinOptions, 'services'> {
  // biome-ignore lint/suspicious/noExplicitAny: a list of services of different SDK modules
  readonly services: readonly ServiceDefinition<any, any>[];
}

export function startTwin(options: StartOptions): StartedTwin {
  const twin = createTwin(options);
  const { clock, pump } = twin;
  return {
    twin,
    clock,
    pump,
    client: (Client, clientOptions) => twin.client(Client, clientOptions),
    pass: (seconds) => pump.run(clock.now() + seconds * 1000),
  };
}
