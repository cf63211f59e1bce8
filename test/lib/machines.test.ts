// The texts of the machines against what CDK fills in and allows: nothing is left open, nothing is too much.
import { describe, expect, it } from 'vitest';
import {
  functionSubstitutions,
  type MachineName,
  machineSubstitutions,
  plainSubstitutions,
} from '../../core/contract/substitutions.ts';
import { actionsIn, machineText } from '../../lib/constructs/machine-texts.ts';
import { actionsOf, allowedTo, fieldsOf } from './support/policies.ts';
import { shopTemplates } from './support/shop-templates.ts';

const shop = shopTemplates();
const NAMES = Object.keys(machineSubstitutions) as MachineName[];
const logicalId = (name: MachineName) => `ReleasesMachines${name.replaceAll('-', '')}`;
const holes = (text: string) => [
  ...new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)),
];

const machine = (name: MachineName) => {
  const found = shop
    .resources('AWS::StepFunctions::StateMachine')
    .find(({ properties }) => properties['StateMachineName'] === `spillway-${name}`);
  return found?.properties ?? {};
};

/** Granted to every machine by CDK, or for waiting until what was started has ended. */
const BESIDES =
  /^(logs|xray|events):|^states:(DescribeExecution|StopExecution)$|^codebuild:(BatchGetBuilds|StopBuild)$|^ecs:(DescribeTasks|StopTask)$|^iam:PassRole$/;

describe.each(NAMES)('the machine %s', (name) => {
  const text = machineText(name);

  it('has all of its holes filled, and nothing filled that is no hole', () => {
    const filled = Object.keys(fieldsOf(machine(name)['DefinitionSubstitutions']));
    expect(filled.sort()).toEqual(holes(text).sort());
  });

  it('may do what its text calls, and nothing else', () => {
    const policies = shop.resources('AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy');
    const may = actionsOf(allowedTo(`${logicalId(name)}Role`, policies));
    const invokes = /\$\{\w+Arn\}"/.test(text) && /"Resource": "\$\{/.test(text);
    const calls = new Set([...actionsIn(text), ...(invokes ? ['lambda:InvokeFunction'] : [])]);
    expect(may.filter((action) => !BESIDES.test(action))).toEqual([...calls].sort());
  });
});

describe('substitutions', () => {
  const known: readonly string[] = [
    ...Object.values(functionSubstitutions),
    ...Object.values(machineSubstitutions),
    ...plainSubstitutions,
  ];
  const used = new Set(NAMES.flatMap((name) => holes(machineText(name))));

  it('are all known', () => {
    expect([...used].filter((name) => !known.includes(name))).toEqual([]);
  });

  it('are all used, but for the machine that nobody else starts', () => {
    const started: readonly string[] = [machineSubstitutions.release];
    const events: readonly string[] = [machineSubstitutions['rescue-release']];
    expect(known.filter((name) => !used.has(name))).toEqual([...events, ...started]);
  });
});

describe('actions of a text', () => {
  it.each([
    ['arn:aws:states:::dynamodb:getItem', 'dynamodb:GetItem'],
    [
      'arn:aws:states:::aws-sdk:elasticloadbalancingv2:deleteRule',
      'elasticloadbalancing:DeleteRule',
    ],
    ['arn:aws:states:::aws-sdk:sfn:sendTaskFailure', 'states:SendTaskFailure'],
    ['arn:aws:states:::states:startExecution.sync:2', 'states:StartExecution'],
    ['arn:aws:states:::lambda:invoke', 'lambda:InvokeFunction'],
    ['arn:aws:states:::aws-sdk:dynamodb:updateItem.waitForTaskToken', 'dynamodb:UpdateItem'],
  ])('%s needs %s', (resource, action) => expect(actionsIn(`"${resource}"`)).toEqual([action]));
});
