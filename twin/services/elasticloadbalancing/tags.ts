// Tags of load balancers, listeners, rules and target groups.
import type { Operations } from '../../host/operations.ts';
import type { Elb, Sdk } from './elb.ts';
import { invalid, notFound } from './errors.ts';

const ARNS_PER_CALL_MAX = 20;

type TagOperations = Pick<Operations<Sdk>, 'AddTags' | 'RemoveTags' | 'DescribeTags'>;

export const createTagOperations = (elb: Elb): TagOperations => ({
  AddTags({ ResourceArns = [], Tags = [] }) {
    for (const arn of ResourceArns) {
      const kept = tagsOf(elb, arn).filter(({ Key }) => !Tags.some((tag) => tag.Key === Key));
      elb.state.tags.set(arn, [...kept, ...Tags]);
    }
    return {};
  },

  RemoveTags({ ResourceArns = [], TagKeys = [] }) {
    for (const arn of ResourceArns)
      elb.state.tags.set(
        arn,
        tagsOf(elb, arn).filter(({ Key = '' }) => !TagKeys.includes(Key)),
      );
    return {};
  },

  DescribeTags({ ResourceArns = [] }) {
    if (ResourceArns.length > ARNS_PER_CALL_MAX)
      throw invalid(`At most ${ARNS_PER_CALL_MAX} resources can be described in one call`);
    return {
      TagDescriptions: ResourceArns.map((ResourceArn) => ({
        ResourceArn,
        Tags: [...tagsOf(elb, ResourceArn)],
      })),
    };
  },
});

function tagsOf({ state }: Elb, arn: string) {
  const exists =
    state.loadBalancers.has(arn) ||
    state.targetGroups.has(arn) ||
    state.listeners.has(arn) ||
    [...state.listeners.values()].some(({ rules }) => rules.some((rule) => rule.arn === arn));
  if (!exists) throw notFound(kindOf(arn));
  return state.tags.get(arn) ?? [];
}

function kindOf(arn: string) {
  if (arn.includes(':targetgroup/')) return 'TargetGroup';
  if (arn.includes(':listener-rule/')) return 'Rule';
  return arn.includes(':listener/') ? 'Listener' : 'LoadBalancer';
}
