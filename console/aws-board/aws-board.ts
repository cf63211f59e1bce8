// The board over an installed Spillway, on AWS or wherever AWS_ENDPOINT_URL leads.
import type { ReleaseBoard } from '../board.ts';
import { readPast } from './read-history.ts';
import { readReleaseView } from './read-release.ts';
import { recallService } from './read-service.ts';
import { type BoardOptions, openSources, REGISTRY_MS, type Sources } from './sources.ts';

export function openAwsBoard(options: BoardOptions): ReleaseBoard {
  const sources = openSources(options);
  return {
    async overview() {
      const [names, living, freezes, now] = await Promise.all([
        serviceNames(sources),
        sources.archive.living(),
        sources.freezes.list(),
        sources.now(),
      ]);
      const services = await Promise.all(names.map((name) => recallService(sources, name, living)));
      return { now, freezes, services };
    },
    async service(name) {
      const names = await serviceNames(sources);
      if (!names.includes(name)) return undefined;
      const [living, now] = await Promise.all([sources.archive.living(), sources.now()]);
      const [service, past] = await Promise.all([
        recallService(sources, name, living),
        readPast(sources, [name], now),
      ]);
      return { now, service, ...past };
    },
    release: (releaseId) => readReleaseView(sources, releaseId),
    async history() {
      const [names, now] = await Promise.all([serviceNames(sources), sources.now()]);
      return { now, ...(await readPast(sources, names, now)) };
    },
  };
}

async function serviceNames({ memory, registry }: Sources): Promise<readonly string[]> {
  const names = await memory.recall('services', REGISTRY_MS, () => registry.services());
  return [...new Set(names)].sort();
}
