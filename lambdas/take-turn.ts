// Asked by a release that waits: whether its turn has come.
import * as z from 'zod';
import { openTellingDesk } from '../aws/telling-desk.ts';
import { serve } from './middleware/serve.ts';
import { readRelease } from './support/read-release.ts';
import { type Turn, takeTurn } from './support/take-turn.ts';

const input = z.object({ releaseId: z.string() });
const desk = openTellingDesk();

export const handler = serve(input, async ({ releaseId }, { now }): Promise<Turn> => {
  const { record } = await readRelease(desk, releaseId);
  return takeTurn(desk, record, now);
});
