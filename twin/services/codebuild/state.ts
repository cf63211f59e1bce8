// What CodeBuild remembers.
import type {
  Project as ApiProject,
  BuildPhaseType,
  EnvironmentVariable,
  StatusType,
} from '@aws-sdk/client-codebuild';
import type { BuildOutcome, StartedBuild } from '../../host/peers.ts';
import type { Scheduled } from '../../kernel/clock.ts';

export interface Project {
  readonly name: string;
  readonly arn: string;
  settings: ApiProject;
  builds: number;
}

export interface Phase {
  readonly type: BuildPhaseType;
  readonly startTime: Date;
  endTime: Date | undefined;
  status: StatusType | undefined;
  message: string | undefined;
}

export interface Build {
  readonly id: string;
  readonly arn: string;
  readonly number: number;
  readonly project: Project;
  /** The project as the overrides of StartBuild leave it. */
  readonly settings: ApiProject;
  readonly variables: readonly EnvironmentVariable[];
  readonly sourceVersion: string | undefined;
  readonly initiator: string;
  readonly timeoutMinutes: number;
  readonly startTime: Date;
  readonly outcome: BuildOutcome;
  readonly phases: Phase[];
  status: StatusType;
  endTime: Date | undefined;
  exports: Readonly<Record<string, string>>;
  timer: Scheduled | undefined;
}

export interface CodeBuildState {
  readonly projects: Map<string, Project>;
  /** In the order of their starts. */
  readonly builds: Map<string, Build>;
  readonly buildsByToken: Map<string, Build>;
  decide: (build: StartedBuild) => BuildOutcome | undefined;
}
