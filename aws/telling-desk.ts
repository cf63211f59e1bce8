// A desk whose events people hear of at once. What cannot be told now, the sweep tells.
import { type Announcer, openAnnouncer } from './announcer.ts';
import { type Desk, openDesk } from './desk.ts';
import { setting } from './settings.ts';

export interface TellingDesk extends Desk {
  readonly announcer: Announcer;
}

export function openTellingDesk(): TellingDesk {
  const desk = openDesk();
  const topics = { releases: setting('releasesTopic'), onCall: setting('onCallTopic') };
  const announcer = openAnnouncer({ table: desk.table, topics });
  return {
    ...desk,
    announcer,
    async record(append) {
      const appended = await desk.record(append);
      for (const notice of appended.notices) {
        await announcer.tell(append.releaseId, notice).catch(() => undefined);
      }
      return appended;
    },
  };
}
