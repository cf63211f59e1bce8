// A stack with nothing but the orchestrator, and the services that it releases.
import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Spec } from '../../core/spec/spec.ts';
import {
  ReleaseOrchestrator,
  type ReleaseOrchestratorProps,
} from '../constructs/release-orchestrator.ts';
import type { IReleaseSite } from '../constructs/release-site.ts';

export interface OrchestratorStackProps extends StackProps, ReleaseOrchestratorProps {
  readonly services: readonly {
    readonly spec: Spec;
    /** By environment. */
    readonly sites: Readonly<Record<string, IReleaseSite>>;
  }[];
}

export class OrchestratorStack extends Stack {
  readonly orchestrator: ReleaseOrchestrator;

  constructor(scope: Construct, id: string, props: OrchestratorStackProps) {
    // CloudFormation takes 1 MB: indentation would be a third of it.
    super(scope, id, { suppressTemplateIndentation: true, ...props });
    this.orchestrator = new ReleaseOrchestrator(this, 'Releases', props);
    for (const { spec, sites } of props.services) this.orchestrator.addService(spec, sites);
  }
}
