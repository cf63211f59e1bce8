// Which behaviour belongs to which image.
import type { BehaviourLookup, PulledImage } from '../host/peers.ts';
import { type Behaviour, wellBehaved } from './behaviour.ts';
import { matchesPattern } from './wildcard.ts';

/** What is named has to match; `*` in a repository or a tag stands for anything. */
export interface ImageSelector {
  readonly repository?: string | undefined;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface Version {
  readonly image: ImageSelector;
  readonly behaviour: Partial<Behaviour>;
}

/** The first version that matches counts; one that nobody described behaves well. */
export const createBehaviourLookup =
  (versions: readonly Version[]): BehaviourLookup =>
  (image) => {
    const version = versions.find((each) => selects(each.image, image));
    return { ...wellBehaved, ...version?.behaviour };
  };

function selects({ repository, tag, digest, labels }: ImageSelector, image: PulledImage): boolean {
  return (
    (repository === undefined || matchesPattern(repository, image.repositoryName)) &&
    (tag === undefined || image.tags.some((each) => matchesPattern(tag, each))) &&
    (digest === undefined || digest === image.digest) &&
    Object.entries(labels ?? {}).every(([name, value]) => image.labels[name] === value)
  );
}
