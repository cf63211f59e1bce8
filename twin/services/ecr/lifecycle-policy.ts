// Lifecycle policies: which images expire now. Rules see all images; the one with the lower number has the say.
import { AwsError } from '../../host/aws-error.ts';
import { matchesPattern } from '../../users/wildcard.ts';

export interface LifecycleRule {
  readonly priority: number;
  readonly tagStatus: 'tagged' | 'untagged' | 'any';
  /** Wildcards; each must match a tag of the image. */
  readonly patterns: readonly string[];
  readonly countType: 'imageCountMoreThan' | 'sinceImagePushed';
  readonly count: number;
}

/** What rules see of an image. */
interface Dated {
  readonly digest: string;
  readonly tags: ReadonlySet<string>;
  readonly pushedAt: Date;
  readonly references: readonly string[];
}

const DAY_MS = 24 * 60 * 60_000;

export function parseLifecyclePolicy(text: string): readonly LifecycleRule[] {
  const document = parseJson(text);
  const rules = (document.rules ?? []).map(ruleOf).sort((a, b) => a.priority - b.priority);
  const priorities = new Set(rules.map(({ priority }) => priority));
  if (rules.length === 0) throw invalid('it has no rules');
  if (priorities.size < rules.length) throw invalid('two rules have the same rulePriority');
  if (rules.slice(0, -1).some(({ tagStatus }) => tagStatus === 'any'))
    throw invalid('a rule with tagStatus any must have the highest rulePriority');
  return rules;
}

/** The images that expire now, each with the rule that takes it. */
export function expired<Image extends Dated>(
  rules: readonly LifecycleRule[],
  images: readonly Image[],
  now: number,
): ReadonlyMap<Image, LifecycleRule> {
  const newestFirst = [...images]
    .reverse()
    .sort((a, b) => b.pushedAt.getTime() - a.pushedAt.getTime());
  const listed = new Set(images.flatMap(({ references }) => references));
  const claimed = new Set<Image>();
  const result = new Map<Image, LifecycleRule>();
  for (const rule of rules) {
    const selected = newestFirst.filter((image) => matches(rule, image));
    const old = selected.filter((image, index) =>
      rule.countType === 'imageCountMoreThan'
        ? index >= rule.count
        : now - image.pushedAt.getTime() > rule.count * DAY_MS,
    );
    for (const image of old) {
      // What an index still lists goes only after the index.
      if (!claimed.has(image) && !listed.has(image.digest)) result.set(image, rule);
    }
    for (const image of selected) claimed.add(image);
  }
  return result;
}

/** Whether time alone can make an image of these expire. */
export const mayExpireByAge = (
  rules: readonly LifecycleRule[],
  images: readonly Dated[],
): boolean =>
  rules.some(
    (rule) => rule.countType === 'sinceImagePushed' && images.some((image) => matches(rule, image)),
  );

function matches({ tagStatus, patterns }: LifecycleRule, { tags }: Dated): boolean {
  if (tagStatus === 'any') return true;
  if (tagStatus === 'untagged') return tags.size === 0;
  return (
    tags.size > 0 &&
    patterns.every((pattern) => [...tags].some((tag) => matchesPattern(pattern, tag)))
  );
}

interface WrittenRule {
  readonly rulePriority?: number;
  readonly selection?: {
    readonly tagStatus?: string;
    readonly tagPrefixList?: readonly string[];
    readonly tagPatternList?: readonly string[];
    readonly countType?: string;
    readonly countUnit?: string;
    readonly countNumber?: number;
  };
  readonly action?: { readonly type?: string };
}

function ruleOf({ rulePriority, selection = {}, action }: WrittenRule): LifecycleRule {
  const { tagStatus, countType, countUnit, countNumber, tagPrefixList, tagPatternList } = selection;
  if (rulePriority === undefined || rulePriority < 1) throw invalid('rulePriority is missing');
  if (tagStatus !== 'tagged' && tagStatus !== 'untagged' && tagStatus !== 'any')
    throw invalid('tagStatus must be tagged, untagged or any');
  if (countType !== 'imageCountMoreThan' && countType !== 'sinceImagePushed')
    throw invalid(`the countType ${countType} is not simulated`);
  if (countNumber === undefined || countNumber < 1) throw invalid('countNumber must be positive');
  if ((countUnit === 'days') !== (countType === 'sinceImagePushed'))
    throw invalid('countUnit must be days with sinceImagePushed, and absent otherwise');
  if (action?.type !== 'expire') throw invalid(`the action ${action?.type} is not simulated`);
  const patterns = [...(tagPatternList ?? []), ...(tagPrefixList ?? []).map((each) => `${each}*`)];
  if ((tagStatus === 'tagged') !== patterns.length > 0)
    throw invalid('tagPrefixList or tagPatternList belongs to tagStatus tagged, and only there');
  return { priority: rulePriority, tagStatus, patterns, countType, count: countNumber };
}

function parseJson(text: string): { readonly rules?: readonly WrittenRule[] } {
  try {
    return JSON.parse(text) as { rules?: WrittenRule[] };
  } catch {
    throw invalid('it is not JSON');
  }
}

const invalid = (reason: string): AwsError =>
  new AwsError(
    'InvalidParameterException',
    `Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: ${reason}'`,
  );
