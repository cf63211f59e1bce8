/** Open points of ECR: what its API gives away of an image, and what it does by itself when one is pushed. */
import { epochMsAt, textAt } from './aws-cli.ts';
import type { Bed, Point } from './point.ts';

const NEWEST = -1;
/** ECR promises no order. */
const byPush = (a: unknown, b: unknown): number =>
  epochMsAt(a, 'imagePushedAt') - epochMsAt(b, 'imagePushedAt');

export const imagePoints: readonly Point[] = [
  {
    id: 'configuration-by-layer-url',
    area: 'ECR',
    question: 'Does GetDownloadUrlForLayer also lead to the configuration of an image?',
    assumed: 'yes: the processor that an image is for is read there',
    evidence: 'Clients pull it like a layer; the reference speaks of layers alone.',
    how: 'Ask for the configuration of the newest image of the repository, and read its architecture.',
    prove: configurationByLayerUrl,
  },
  {
    id: 'signing-status-after-push',
    area: 'ECR',
    question: 'How soon after a push does DescribeImageSigningStatus say COMPLETE?',
    assumed: 'within ten minutes: until then a release waits, then it is refused',
    evidence: 'AWS publishes nothing.',
    how: 'Push into a repository that a signing rule covers, and ask every second.',
  },
];

async function configurationByLayerUrl({ aws, site }: Bed): Promise<string> {
  const repositoryName = site.repositoryUri.split('/').slice(1).join('/');
  const { imageDetails } = aws.call('ecr', 'describe-images', {
    repositoryName,
    filter: { tagStatus: 'TAGGED' },
  });
  const details = Array.isArray(imageDetails) ? imageDetails : [];
  const imageDigest = textAt(details.sort(byPush).at(NEWEST), 'imageDigest');
  const answer = aws.call('ecr', 'batch-get-image', {
    repositoryName,
    imageIds: [{ imageDigest }],
  });
  const manifest: unknown = JSON.parse(textAt(answer, 'images', 0, 'imageManifest'));
  const layerDigest = textAt(manifest, 'config', 'digest');
  if (layerDigest === '') return 'the newest image is an index: push a single one';
  const url = aws.call('ecr', 'get-download-url-for-layer', { repositoryName, layerDigest });
  const response = await fetch(textAt(url, 'downloadUrl'));
  const configuration: unknown = response.ok ? await response.json() : {};
  return `${response.status}, architecture ${textAt(configuration, 'architecture') || 'not said'}`;
}
