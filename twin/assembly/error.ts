// What cannot be deployed, said before or while it is tried.

export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';
}
