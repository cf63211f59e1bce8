// The door of this room: cloud assemblies, read and deployed.
export type { Assembly } from './assembly.ts';
export { type Deployment, type DeployOptions, deployAssembly } from './deploy.ts';
export { AssemblyError } from './error.ts';
export { readAssembly } from './read-assembly.ts';
