// The door of the twin: AWS in one process, for anyone's assembly.
export { type Account, type AccountOptions, createAccount } from './account.ts';
export { AssemblyError, type Deployment, deployAssembly, readAssembly } from './assembly/index.ts';
export { AwsError } from './host/aws-error.ts';
export { defineService, type ServiceDefinition, type ServiceHost } from './host/service.ts';
export { type ServedTwin, type ServeOptions, type Speed, serveTwin } from './http/index.ts';
export { playScenario } from './scenario/play-scenario.ts';
export { readScenario, ScenarioError } from './scenario/read-scenario.ts';
export { allServices, type ServicesOptions } from './services/all.ts';
export {
  type ClientOptions,
  createTwin,
  DEFAULT_ACCOUNT,
  DEFAULT_REGION,
  type Twin,
  type TwinOptions,
} from './twin.ts';
