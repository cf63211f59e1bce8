#!/usr/bin/env node
/** The door: lets Node read TypeScript, so that a checkout needs no build. */
import { register } from 'tsx/esm/api';

// Node 20 is supported for developing; what runs on AWS is newer. The SDK need not warn at every start.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

register();
await import('./spillway.ts');
