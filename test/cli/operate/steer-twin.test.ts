import { CreateRepositoryCommand, DescribeImagesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRegistry } from '../../../aws/registry.ts';
import { steerTwin } from '../../../cli/steer-twin.ts';
import { findTwin, openDoor } from '../../../cli/twin-door.ts';
import type { TwinControls } from '../../../console/twin-controls.ts';
import { type ServedAws, serveAws } from '../../aws/support.ts';

let aws: ServedAws;
let controls: TwinControls;
let endpoint: string;

beforeAll(async () => {
  aws = await serveAws();
  endpoint = String(process.env['AWS_ENDPOINT_URL']);
  const put = (Name: string, Value: string) =>
    new SSMClient().send(new PutParameterCommand({ Name, Value, Type: 'String' }));
  await put('/spillway/repositories/shop/auth', 'auth-service');
  await put('/spillway/auth-service/spec', '{"repository":"shop/auth"}');
  await new ECRClient().send(new CreateRepositoryCommand({ repositoryName: 'shop/auth' }));
  controls = steerTwin(openDoor(endpoint), openRegistry('/spillway'));
  await controls.act({ kind: 'speed', speed: 'stopped' });
});

afterAll(() => aws.close());

const behaviourOf = (tag: string) =>
  aws.twin.peer('ecs', 'us-east-1').behaviours()({
    repositoryName: 'shop/auth',
    digest: '',
    tags: [tag],
    labels: {},
    architecture: 'amd64',
  });

describe('a twin in another process', () => {
  it('is whoever answers the control endpoints', async () => {
    expect(await findTwin({ AWS_ENDPOINT_URL: endpoint })).toBeDefined();
    for (const other of [undefined, 'nonsense', 'http://127.0.0.1:1']) {
      expect(await findTwin({ AWS_ENDPOINT_URL: other })).toBeUndefined();
    }
  });

  it('tells its clock and its services', async () => {
    expect(await controls.state()).toMatchObject({
      now: aws.twin.clock.date().toISOString(),
      speed: 'stopped',
      broken: 0,
      services: ['auth-service'],
    });
  });

  it('runs at another speed, and stops', async () => {
    await controls.act({ kind: 'speed', speed: 60 });
    expect((await controls.state()).speed).toBe(60);
    await controls.act({ kind: 'speed', speed: 'stopped' });
    expect((await controls.state()).speed).toBe('stopped');
  });

  it('gets an image, and is told how that version behaves', async () => {
    const push = { kind: 'push', service: 'auth-service', tag: 'v2', behaviour: 'errors' } as const;
    expect((await controls.act(push)).message).toBe('auth-service v2 is pushed');
    const { imageDetails = [] } = await new ECRClient().send(
      new DescribeImagesCommand({ repositoryName: 'shop/auth' }),
    );
    expect(imageDetails.map(({ imageTags }) => imageTags)).toEqual([['v2']]);
    expect([behaviourOf('v2').errorRate, behaviourOf('v3').errorRate]).toEqual([0.2, 0]);
  });

  it('is broken for ten minutes, or until it is mended', async () => {
    const { faults, clock } = aws.twin;
    await controls.act({ kind: 'fault', fault: 'slow metrics' });
    const [rule] = faults.list();
    expect(rule).toMatchObject({ hook: 'metric', fault: 'late', delayMs: 300_000 });
    expect(rule?.untilMs).toBeCloseTo(clock.now() + 600_000, -1);
    expect((await controls.state()).broken).toBe(1);
    await controls.act({ kind: 'mend' });
    expect((await controls.state()).broken).toBe(0);
  });

  it.each([
    [{ kind: 'fault', fault: 'nonsense' }, 'there is no fault "nonsense"'],
    [{ kind: 'push', service: 'x', tag: 'v1', behaviour: 'good' }, 'x is not registered'],
  ] as const)('refuses %j in words', async (action, words) => {
    const { kind, message } = await controls.act(action);
    expect([kind, message]).toEqual(['refused', expect.stringContaining(words)]);
  });
});
