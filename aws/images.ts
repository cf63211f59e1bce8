// ECR: which images there are. An event or a tag is a hint; the digest is read here.
import { DescribeImagesCommand, ECRClient, paginateDescribeImages } from '@aws-sdk/client-ecr';
import { clientSettings } from './client-settings.ts';
import { isNamed } from './failure.ts';

export interface ImageView {
  readonly digest: string;
  readonly tags: readonly string[];
  readonly pushedAtMs: number;
  /** Image manifests can be run; indexes, attestations and signatures have other media types. */
  readonly mediaType: string;
}

export interface Images {
  /** By digest or tag; undefined where there is none. */
  find(
    repository: string,
    image: { digest: string } | { tag: string },
  ): Promise<ImageView | undefined>;
  /** The newest images by push time. */
  newest(repository: string, count: number): Promise<readonly ImageView[]>;
}

const PAGE = 1000;
/** ECR: 100,000 images in a repository. */
const PAGES_MAX = 100;

export function openImages(client = new ECRClient(clientSettings())): Images {
  const find: Images['find'] = async (repositoryName, image) => {
    const id = 'digest' in image ? { imageDigest: image.digest } : { imageTag: image.tag };
    try {
      const { imageDetails } = await client.send(
        new DescribeImagesCommand({ repositoryName, imageIds: [id] }),
      );
      return imageDetails?.map(toView)[0];
    } catch (error) {
      if (isNamed(error, 'ImageNotFoundException', 'RepositoryNotFoundException')) return undefined;
      throw error;
    }
  };

  return {
    find,
    async newest(repositoryName, count) {
      const query = { repositoryName, filter: { tagStatus: 'TAGGED' } } as const;
      let newest: readonly ImageView[] = [];
      let pages = 0;
      // ECR promises no order: the newest one may be on any page.
      for await (const { imageDetails = [] } of paginateDescribeImages(
        { client, pageSize: PAGE },
        query,
      )) {
        newest = [...newest, ...imageDetails.map(toView)]
          .sort((a, b) => b.pushedAtMs - a.pushedAtMs)
          .slice(0, count);
        pages += 1;
        if (pages === PAGES_MAX) break;
      }
      return newest;
    },
  };
}

interface Detail {
  readonly imageDigest?: string | undefined;
  readonly imageTags?: readonly string[] | undefined;
  readonly imagePushedAt?: Date | undefined;
  readonly imageManifestMediaType?: string | undefined;
}

const toView = ({
  imageDigest,
  imageTags,
  imagePushedAt,
  imageManifestMediaType,
}: Detail): ImageView => ({
  digest: imageDigest ?? '',
  tags: imageTags ?? [],
  pushedAtMs: imagePushedAt?.getTime() ?? 0,
  mediaType: imageManifestMediaType ?? '',
});
