/** Processors as image configurations call them, by the names of task definitions. */
import type { Architecture } from '../spec/spec.ts';

export const ociArchitecture: Readonly<Record<Architecture, string>> = {
  x86_64: 'amd64',
  arm64: 'arm64',
};
