// The statements of every policy in the shop's templates, whoever has them.
import type { Resource } from './shop-templates.ts';

export interface Statement {
  /** The resource that has the policy, or the role that it is attached to. */
  readonly owner: string;
  readonly effect: string;
  readonly actions: readonly string[];
  /** As JSON, since most are built of references. */
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly conditions: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Policies of roles: inline, attached, managed. */
export const ROLE_POLICIES = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role'];
/** Policies of resources: who may come to them. */
export const RESOURCE_POLICIES = [
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::KMS::Key',
  'AWS::Events::EventBusPolicy',
];

export function statementsOf(resource: Resource): readonly Statement[] {
  const { properties } = resource;
  const inline = listOf(properties['Policies']).map((each) => fieldsOf(each)['PolicyDocument']);
  const documents = [properties['PolicyDocument'], properties['KeyPolicy'], ...inline];
  return documents.flatMap((document) =>
    listOf(fieldsOf(document)['Statement']).map((each) => toStatement(resource, fieldsOf(each))),
  );
}

/** What a role may do, its overflow policies included; `role` is the beginning of its logical id. */
export function allowedTo(role: string, resources: readonly Resource[]): readonly Statement[] {
  return resources
    .filter(({ properties }) => JSON.stringify(properties['Roles'] ?? '').includes(`"${role}`))
    .flatMap(statementsOf);
}

export const actionsOf = (statements: readonly Statement[]): readonly string[] =>
  [...new Set(statements.flatMap(({ actions }) => actions))].sort();

function toStatement(resource: Resource, statement: Fields): Statement {
  return {
    owner: resource.id,
    effect: String(statement['Effect']),
    actions: listOf(statement['Action']).map(String),
    resources: listOf(statement['Resource']).map((each) => JSON.stringify(each)),
    principals: listOf(statement['Principal']).map((each) => JSON.stringify(each)),
    conditions: fieldsOf(statement['Condition']) as Statement['conditions'],
  };
}

type Fields = Readonly<Record<string, unknown>>;

export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? { ...value } : {};

export const listOf = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
