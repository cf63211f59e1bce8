#!/usr/bin/env node
/** The door: lets Node read TypeScript, so that a checkout needs no build. */
import { register } from 'tsx/esm/api';

register();
await import('./spillway.ts');
