// The targets of rules, checked when they are put.
import type * as sdk from '@aws-sdk/client-eventbridge';
import type { Target } from '@aws-sdk/client-eventbridge';
import { AwsError } from '../../host/aws-error.ts';
import type { Operations } from '../../host/operations.ts';
import { page } from '../../host/paging.ts';
import { isJson, isValidTemplate, unknownPlaceholder } from './delivery/input-transformer.ts';
import { InvalidPath, parsePath } from './delivery/json-path.ts';
import { isSimulatedTarget } from './delivery/target-call.ts';
import { invalid, type Rule, type Store } from './store.ts';

const TARGETS_MAX = 5;
const PAGE_SIZE = 100;

export function targetOperations(store: Store): Operations<typeof sdk> {
  return {
    PutTargets({ Rule, EventBusName, Targets = [] }) {
      const rule = store.rule(Rule, EventBusName);
      for (const [index, target] of Targets.entries()) validate(target, index + 1);
      const added = Targets.filter(({ Id = '' }) => !rule.targets.has(Id));
      if (rule.targets.size + added.length > TARGETS_MAX) {
        throw new AwsError(
          'LimitExceededException',
          'The requested resource exceeds the maximum number allowed.',
        );
      }
      for (const target of Targets) rule.targets.set(target.Id ?? '', target);
      return { FailedEntryCount: 0, FailedEntries: [] };
    },
    RemoveTargets({ Rule, EventBusName, Ids = [] }) {
      const rule = store.rule(Rule, EventBusName);
      const missing = Ids.filter((id) => !rule.targets.delete(id));
      return {
        FailedEntryCount: missing.length,
        FailedEntries: missing.map((id) => ({
          TargetId: id,
          ErrorCode: 'ResourceNotFoundException',
          ErrorMessage: `Rule ${rule.name} does not have a target with the Id ${id}.`,
        })),
      };
    },
    ListTargetsByRule({ Rule, EventBusName, NextToken, Limit = PAGE_SIZE }) {
      const all = [...store.rule(Rule, EventBusName).targets.values()];
      const { items, next } = page(all, { limit: Limit, token: NextToken });
      return { Targets: items, NextToken: next };
    },
    ListRuleNamesByTarget({ TargetArn, EventBusName, NextToken, Limit = PAGE_SIZE }) {
      const names = [...store.bus(EventBusName).rules.values()]
        .filter((rule) => pointsAt(rule, TargetArn))
        .map(({ name }) => name)
        .sort();
      const { items, next } = page(names, { limit: Limit, token: NextToken });
      return { RuleNames: items, NextToken: next };
    },
  };
}

const pointsAt = ({ targets }: Rule, arn: string | undefined): boolean =>
  [...targets.values()].some((target) => target.Arn === arn);

function validate(target: Target, position: number): void {
  validateId(target.Id ?? '', position);
  validateInput(target);
  if (!isSimulatedTarget(target.Arn ?? '')) {
    throw new AwsError(
      'NotImplemented',
      `events: a target such as ${target.Arn} is not simulated`,
      {
        status: 501,
      },
    );
  }
  if (/^arn:aws:states:/.test(target.Arn ?? '') && target.RoleArn === undefined) {
    throw invalid(`RoleArn is required for target ${target.Arn}.`);
  }
}

function validateId(id: string, position: number): void {
  const at = `1 validation error detected: Value '${id}' at 'targets.${position}.member.id' failed to satisfy constraint: Member must`;
  if (id.length > 64) throw invalid(`${at} have length less than or equal to 64`);
  if (!/^[.\-_A-Za-z0-9]+$/.test(id)) {
    throw invalid(`${at} satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+`);
  }
}

function validateInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  const given = [Input, InputPath, InputTransformer].filter((each) => each !== undefined);
  if (given.length > 1) {
    throw invalid(
      `Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`,
    );
  }
  if (Input !== undefined && !isJson(Input)) {
    throw invalid(`Input for target ${Id} is not a valid JSON text.`);
  }
  if (InputPath !== undefined) requirePath(InputPath, Id);
  if (InputTransformer === undefined) return;
  for (const path of Object.values(InputTransformer.InputPathsMap ?? {})) requirePath(path, Id);
  const unknown = unknownPlaceholder(InputTransformer);
  if (unknown !== undefined) {
    throw invalid(`InputTemplate for target ${Id} contains invalid placeholder ${unknown}.`);
  }
  if (!isValidTemplate(InputTransformer.InputTemplate ?? '')) {
    throw invalid(`Invalid InputTemplate for target ${Id} : it is neither JSON nor quoted text.`);
  }
}

function requirePath(path: string, id: string | undefined): void {
  try {
    parsePath(path);
  } catch (error) {
    if (!(error instanceof InvalidPath)) throw error;
    throw invalid(`Invalid JSONPath ${path} for target ${id}.`);
  }
}
