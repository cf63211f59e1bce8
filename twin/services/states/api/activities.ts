// Activities: tasks that workers fetch, and end with the token that they got.
import type * as sdk from '@aws-sdk/client-sfn';
import type { Operations } from '../../../host/operations.ts';
import type { ServiceHost } from '../../../host/service.ts';
import type { TaskCall } from '../engine/model.ts';
import type { Activities } from '../integrations/registry.ts';
import { checkArn } from './arns.ts';
import { checkName } from './names.ts';
import { pageOf } from './paging.ts';
import { activityDoesNotExist } from './problems.ts';
import type { Store } from './store.ts';
import type { TokenDesk } from './tokens.ts';

/** How long GetActivityTask waits for a task, as AWS documents. */
const POLL_SECONDS = 60;

interface Activity {
  readonly arn: string;
  readonly name: string;
  readonly created: Date;
  readonly queue: QueuedTask[];
  readonly pollers: ((task: QueuedTask) => void)[];
}

interface QueuedTask {
  readonly call: TaskCall;
  readonly token: string;
}

export interface ActivityDesk extends Activities {
  readonly operations: Operations<typeof sdk>;
}

export function createActivityDesk(
  host: ServiceHost,
  store: Store,
  tokens: TokenDesk,
): ActivityDesk {
  const activities = new Map<string, Activity>();

  function find(arn: string | undefined): Activity {
    const activity = activities.get(checkArn(arn));
    if (activity === undefined) throw activityDoesNotExist(arn ?? '');
    return activity;
  }

  return {
    exists: (arn) => activities.has(arn),
    run: (call) => enqueue(find(call.resource.arn), call, tokens),
    operations: {
      CreateActivity({ name: given, tags }) {
        const name = checkName(given);
        const arn = host.arn('states', `activity:${name}`);
        // Creating what is there already answers with it.
        const known = activities.get(arn);
        if (known !== undefined) return { activityArn: arn, creationDate: known.created };
        const created = host.clock.date();
        activities.set(arn, { arn, name, created, queue: [], pollers: [] });
        if (tags !== undefined) store.tags.set(arn, [...tags]);
        return { activityArn: arn, creationDate: created };
      },
      DescribeActivity({ activityArn }) {
        const { arn, name, created } = find(activityArn);
        return { activityArn: arn, name, creationDate: created };
      },
      DeleteActivity({ activityArn }) {
        activities.delete(checkArn(activityArn));
        return {};
      },
      ListActivities(input) {
        const { items, next } = pageOf([...activities.values()], input);
        return {
          activities: items.map(({ arn, name, created }) => ({
            activityArn: arn,
            name,
            creationDate: created,
          })),
          ...next,
        };
      },
      async GetActivityTask({ activityArn, workerName }) {
        const task = await poll(host, find(activityArn));
        if (task === undefined) return {};
        task.call.started(workerName);
        return { taskToken: task.token, input: task.call.arguments.text() };
      },
    },
  };
}

function enqueue(activity: Activity, call: TaskCall, tokens: TokenDesk) {
  const token = tokens.create();
  const task = { call, token };
  const poller = activity.pollers.shift();
  if (poller !== undefined) poller(task);
  else {
    activity.queue.push(task);
    call.scope.onAbort(() => {
      const index = activity.queue.indexOf(task);
      if (index >= 0) activity.queue.splice(index, 1);
    });
  }
  return tokens.wait({ ...call, taskToken: token });
}

function poll({ clock }: ServiceHost, activity: Activity): Promise<QueuedTask | undefined> {
  const task = activity.queue.shift();
  if (task !== undefined) return Promise.resolve(task);
  return new Promise((resolve) => {
    const timer = clock.after(
      POLL_SECONDS * 1000,
      () => {
        activity.pollers.splice(activity.pollers.indexOf(poller), 1);
        resolve(undefined);
      },
      'upkeep',
    );
    const poller = (found: QueuedTask) => {
      timer.cancel();
      resolve(found);
    };
    activity.pollers.push(poller);
  });
}
