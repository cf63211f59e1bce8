// The texts of the state machines, and what they call by themselves: permissions are read from what is written.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MachineName } from '../../core/contract/substitutions.ts';

const TEXTS = join(import.meta.dirname, '..', '..', 'statemachines');

/** `arn:aws:states:::aws-sdk:codedeploy:stopDeployment`, `arn:aws:states:::dynamodb:getItem` */
const INTEGRATION = /arn:aws:states:::(?:aws-sdk:)?([a-z0-9]+):([A-Za-z]+)/g;

/** Where Step Functions and IAM call a service by different names. */
const IAM_PREFIXES: Readonly<Record<string, string>> = {
  elasticloadbalancingv2: 'elasticloadbalancing',
  sfn: 'states',
};
/** Where the action is not called like the integration. */
const IAM_ACTIONS: Readonly<Record<string, string>> = { 'lambda:Invoke': 'lambda:InvokeFunction' };

export function machineText(name: MachineName): string {
  return readFileSync(join(TEXTS, `${name}.asl.json`), 'utf8');
}

/** The IAM actions of every integration in a text, each once: `codedeploy:StopDeployment`. */
export function actionsIn(text: string): readonly string[] {
  const actions = [...text.matchAll(INTEGRATION)].map(([, service = '', operation = '']) => {
    const prefix = IAM_PREFIXES[service] ?? service;
    const action = `${prefix}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
    return IAM_ACTIONS[action] ?? action;
  });
  return [...new Set(actions)].sort();
}
