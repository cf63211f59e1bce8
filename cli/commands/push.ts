/** `spillway push`: an image that behaves as it is told, on a twin. AWS wants a real one. */
import { BEHAVIOUR_LABEL, behaviours } from '../../rehearsal/behaviours.ts';
import { readArguments } from '../arguments.ts';
import { exitCodes, type Io, UsageError } from '../command.ts';
import { RemoteError } from '../remote.ts';
import { printJson, remoteCommand } from '../remote-command.ts';
import { unknownName } from '../target.ts';

const TAG = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;

const names = behaviours.map(({ name }) => name);

export const push = remoteCommand({
  name: 'push',
  summary: 'Push an image to a twin, with a behaviour; against AWS, say how to push',
  usage: `Usage: spillway push SERVICE TAG [--behaviour NAME] [--label KEY=VALUE]... [--json]

  SERVICE            a registered service: the image goes to its repository
  TAG                as v1.3.0; what the spec's patterns match starts a release
  --behaviour NAME   how it behaves: ${names.slice(0, 5).join(', ')},
                     ${names.slice(5).join(', ')}; or a name that the scenario of the twin
                     gives by the label "${BEHAVIOUR_LABEL}"
  --label KEY=VALUE  any other label of the image
  --json             print {"service", "tag", "digest"}

Only a twin takes an image without content. It is found by AWS_ENDPOINT_URL.`,
  examples: [
    'spillway push auth-service v1.3.0',
    'spillway push auth-service v1.4.0 --behaviour errors',
  ],
  words: { '--behaviour': names },
  async run(args, io, open) {
    const { values, positionals } = readArguments(args, {
      behaviour: { type: 'string' },
      label: { type: 'string', multiple: true, default: [] },
      json: { type: 'boolean', default: false },
    });
    const [service, tag, more] = positionals;
    if (service === undefined || tag === undefined || more !== undefined) {
      throw new UsageError('name a service and a tag');
    }
    if (!TAG.test(tag)) throw new UsageError(`"${tag}" is not an image tag`);
    const labels = Object.fromEntries(values.label.map(readLabel));
    const remote = await open();
    const state = await remote.service(service);
    if (state === undefined) throw new RemoteError(await unknownName(remote, service));
    const { behaviour } = values;
    const digest = await remote.push({ service, tag, behaviour, labels });
    if (digest === undefined) return explainPush(state.spec.repository, tag, io);
    if (values.json) printJson(io, { service, tag, digest });
    else io.out(`pushed ${tag} (${digest.slice(0, 19)})\n  spillway watch ${service}\n`);
    return exitCodes.done;
  },
});

function readLabel(text: string): readonly [string, string] {
  const [, key, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new UsageError(`--label takes KEY=VALUE, got "${text}"`);
  }
  return [key, value];
}

function explainPush(repository: string, tag: string, io: Io) {
  io.err(`spillway push: this is AWS, which takes real images only. Push one with

  REGISTRY=$(aws sts get-caller-identity --query Account --output text).dkr.ecr.$AWS_REGION.amazonaws.com
  aws ecr get-login-password | docker login --username AWS --password-stdin $REGISTRY
  docker build --tag $REGISTRY/${repository}:${tag} .
  docker push $REGISTRY/${repository}:${tag}
`);
  return exitCodes.failed;
}
