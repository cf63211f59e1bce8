// The state machines of an orchestrator, from their texts: names are filled in, permissions are given by hand.
import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import {
  type FunctionName,
  functionSubstitutions,
  type MachineName,
  machineSubstitutions,
  type PlainSubstitution,
} from '../../core/contract/substitutions.ts';
import { allow, allowRule } from './grants.ts';
import { machineText } from './machine-texts.ts';
import type { ReleaseFunctions } from './release-functions.ts';

export interface ReleaseMachinesProps {
  /** Machines are called `<name>-release`, `<name>-rollback` and so on. */
  readonly name: string;
  readonly functions: ReleaseFunctions;
  /** What the texts leave open besides functions and machines. */
  readonly plain: Readonly<Record<PlainSubstitution, string>>;
}

/** A machine comes after those that it starts. */
const ORDER = Object.keys(machineSubstitutions) as MachineName[];
const FUNCTIONS = Object.keys(functionSubstitutions) as FunctionName[];

export class ReleaseMachines extends Construct {
  readonly all: Readonly<Record<MachineName, sfn.StateMachine>>;

  constructor(scope: Construct, id: string, props: ReleaseMachinesProps) {
    super(scope, id);
    const made = new Map<MachineName, sfn.StateMachine>();
    for (const name of ORDER) made.set(name, this.define(name, made, props));
    this.all = Object.fromEntries(made) as Record<MachineName, sfn.StateMachine>;
  }

  each(): readonly (readonly [MachineName, sfn.StateMachine])[] {
    return ORDER.map((name) => [name, this.all[name]]);
  }

  private define(
    name: MachineName,
    made: ReadonlyMap<MachineName, sfn.StateMachine>,
    { functions, plain, name: prefix }: ReleaseMachinesProps,
  ): sfn.StateMachine {
    const text = machineText(name);
    const uses = (substitution: string) => text.includes(`\${${substitution}}`);
    const calls = FUNCTIONS.filter((each) => uses(functionSubstitutions[each]));
    const starts = [...made].filter(([each]) => uses(machineSubstitutions[each]));
    const machine = new sfn.StateMachine(this, name, {
      // Known beforehand: what starts a machine and what wakes it may then name each other.
      stateMachineName: `${prefix}-${name}`,
      definitionBody: sfn.DefinitionBody.fromString(text),
      definitionSubstitutions: Object.fromEntries([
        ...Object.entries(plain).filter(([each]) => uses(each)),
        ...calls.map((each) => [functionSubstitutions[each], functions.all[each].functionArn]),
        ...starts.map(([each, { stateMachineArn }]) => [
          machineSubstitutions[each],
          stateMachineArn,
        ]),
      ]),
      tracingEnabled: true,
      logs: {
        destination: new logs.LogGroup(this, `${name}-log`, {
          logGroupName: `/aws/vendedlogs/states/${prefix}-${name}`,
          retention: logs.RetentionDays.ONE_MONTH,
          removalPolicy: RemovalPolicy.DESTROY,
        }),
        level: sfn.LogLevel.ALL,
        // Histories hold ids; inputs of others may hold more.
        includeExecutionData: false,
      },
    });
    const functionArns = calls.map((each) => functions.all[each].functionArn);
    if (functionArns.length > 0) {
      allow(machine, { actions: ['lambda:InvokeFunction'], resources: functionArns });
    }
    for (const [, started] of starts) grantNested(machine, started);
    return machine;
  }
}

/** Starting a machine and waiting for its end: Step Functions asks for these by name. */
function grantNested(machine: sfn.StateMachine, started: sfn.StateMachine): void {
  started.grantStartExecution(machine);
  started.grantExecution(machine, 'states:DescribeExecution', 'states:StopExecution');
  allowRule(machine, 'StepFunctionsGetEventsForStepFunctionsExecutionRule');
}
