/** What the page's panel does to a twin: the same wherever the twin runs, by its control endpoints and its registry of images. */
import type { Registry } from '../aws/registry.ts';
import type { TwinControls } from '../console/twin-controls.ts';
import { behaviours } from '../rehearsal/behaviours.ts';
import { liveFaults } from '../rehearsal/live-faults.ts';
import { explainError } from './explain-error.ts';
import { pushImage } from './push-image.ts';
import { RemoteError } from './remote.ts';
import type { TwinDoor } from './twin-door.ts';

const FAULT_MS = 10 * 60_000;

export function steerTwin(door: TwinDoor, registry: Registry): TwinControls {
  const choices = <T extends { readonly name: string; readonly summary: string }>(
    all: readonly T[],
  ) => all.map(({ name, summary }) => ({ name, summary }));
  async function act(action: Parameters<TwinControls['act']>[0]): Promise<string> {
    switch (action.kind) {
      case 'push': {
        const { service, tag, behaviour } = action;
        const { repository, architecture } = await registry.spec(service);
        await pushImage(door, { repository, architecture, tag, behaviour, labels: {} });
        return `${service} ${tag} is pushed`;
      }
      case 'speed':
        await door.setSpeed(action.speed === 'stopped' ? 'manual' : action.speed);
        return `time runs at ${action.speed}`;
      case 'fault': {
        const fault = liveFaults.find(({ name }) => name === action.fault);
        if (fault === undefined) throw new RemoteError(`there is no fault "${action.fault}"`);
        const untilMs = Date.parse((await door.time()).now) + FAULT_MS;
        await door.addFaults(fault.rules.map((rule) => ({ ...rule, untilMs })));
        return `${action.fault}, for ten minutes`;
      }
      case 'mend':
        await door.clearFaults();
        return 'nothing is broken any more';
    }
  }
  return {
    async state() {
      const [{ now, speed }, faults, services] = await Promise.all([
        door.time(),
        door.faults(),
        registry.services(),
      ]);
      const nowMs = Date.parse(now);
      return {
        now,
        speed: speed === 'manual' ? 'stopped' : speed,
        broken: faults.filter(({ untilMs = nowMs + 1 }) => untilMs > nowMs).length,
        services: [...new Set(services)].sort(),
        behaviours: choices(behaviours),
        faults: choices(liveFaults),
      };
    },
    async act(action) {
      try {
        return { kind: 'done', message: await act(action) };
      } catch (error) {
        const explained = explainError(error, process.env);
        if (explained === undefined) throw error;
        return { kind: 'refused', message: explained.message };
      }
    },
  };
}
