// The task of a check, with the image of this release: what migrates a database must be what will use it.
import * as z from 'zod';
import { openDesk } from '../aws/desk.ts';
import { Failure } from '../aws/failure.ts';
import { openServices } from '../aws/services.ts';
import { errorNames } from '../core/contract/error-names.ts';
import { serve } from './middleware/serve.ts';
import { readStage } from './support/read-release.ts';

const input = z.object({ releaseId: z.string(), environment: z.string(), check: z.string() });

const desk = openDesk();
const services = openServices();

export const handler = serve(input, async ({ releaseId, environment, check }) => {
  const { planned, site, record } = await readStage(desk, { releaseId, environment });
  const wanted = planned.checks.find(({ name }) => name === check);
  if (wanted?.kind !== 'ecs-task') {
    throw new Failure(errorNames.checkFailed, `${check} is no task`);
  }
  const { repositoryUri } = site;
  const taskDefinitionArn = await services.register({
    template: wanted.taskFamily,
    replaces: ({ image }) => isOf(image, repositoryUri),
    image: `${repositoryUri}@${record.artifact.digest}`,
    releaseId,
  });
  if (taskDefinitionArn === undefined) {
    throw new Failure(
      errorNames.checkFailed,
      `${check}: no container of ${wanted.taskFamily} runs an image of ${record.artifact.repository}; write "image: own" if that is meant`,
    );
  }
  return { taskDefinitionArn };
});

/** `<uri>`, `<uri>:<tag>` or `<uri>@<digest>`, and no repository whose name only begins so. */
const isOf = (image: string, repositoryUri: string): boolean =>
  image.split(/[:@]/)[0] === repositoryUri;
