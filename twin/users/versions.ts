// Which behaviour belongs to which image.
import type { BehaviourLookup, PulledImage } from '../host/peers.ts';
import { type Behaviour, wellBehaved } from './behaviour.ts';
import { matchesPattern } from './wildcard.ts';

/** What is named has to match; `*` in a repository or a tag stands for anything. */
interface ImageSelector {
  readonly repository?: string | undefined;
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

export interface Version {
  readonly image: ImageSelector;
  /** What is not said is as in a version that behaves well. */
  readonly behaviour: { readonly [Key in keyof Behaviour]?: Behaviour[Key] | undefined };
}

/** The first version that matches counts; one that nobody described behaves well. */
export const createBehaviourLookup =
  (versions: readonly Version[]): BehaviourLookup =>
  (image) =>
    apply(
      versions.find((each) => selects(each.image, image)),
      wellBehaved,
    );

/** From now on, some images behave differently in what is said. */
export const changeBehaviour =
  (before: BehaviourLookup, change: Version): BehaviourLookup =>
  (image) =>
    apply(selects(change.image, image) ? change : undefined, before(image));

function apply(version: Version | undefined, base: Behaviour): Behaviour {
  const said = Object.entries(version?.behaviour ?? {}).filter(([, value]) => value !== undefined);
  return { ...base, ...Object.fromEntries(said) };
}

function selects({ repository, tag, digest, labels }: ImageSelector, image: PulledImage): boolean {
  return (
    (repository === undefined || matchesPattern(repository, image.repositoryName)) &&
    (tag === undefined || image.tags.some((each) => matchesPattern(tag, each))) &&
    (digest === undefined || digest === image.digest) &&
    Object.entries(labels ?? {}).every(([name, value]) => image.labels[name] === value)
  );
}
