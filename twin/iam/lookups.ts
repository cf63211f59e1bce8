// What IAM must ask the services: the policies and tags that resources carry, and what ids stand for.
import type { TwinCore } from '../twin.ts';
import { type PolicyDocument, readDocument } from './document.ts';

export interface Lookups {
  /** The resource's own policy. */
  policyOf?(resource: string): PolicyDocument | undefined;
  tagsOf?(resource: string): Readonly<Record<string, string>>;
  /** `Application/Group` of a CodeDeploy deployment. */
  deploymentGroup?(deploymentId: string, region: string): string | undefined;
  /** ARN of the state machine whose task waits for the token. */
  stateMachine?(taskToken: string, region: string): string | undefined;
}

/** Asks the services of a twin. */
export function twinLookups(twin: TwinCore): Lookups {
  return {
    policyOf(resource) {
      const written = known(() => policyText(twin, resource));
      return written === undefined ? undefined : remembered(written);
    },
    tagsOf: (resource) => known(() => tags(twin, resource)) ?? {},
    deploymentGroup: (id, region) => twin.peer('codedeploy', region).groupOf(id),
    stateMachine: (token, region) => twin.peer('states', region).stateMachineOf(token),
  };
}

function policyText(twin: TwinCore, resource: string): string | undefined {
  const [, , service, region = '', , kind] = resource.split(':');
  if (service === 'sns' || service === 'sqs') return twin.peer(service, region).policyOf(resource);
  if (service === 'lambda' && kind === 'function') {
    return JSON.stringify(twin.peer('lambda', region).policyOf(resource));
  }
  if (service === 'events' && kind?.startsWith('event-bus/')) {
    return twin.peer('events', region).policyOf?.(resource);
  }
  return undefined;
}

/** Only load balancing has resources that policies tell apart by their tags. */
function tags(twin: TwinCore, resource: string): Readonly<Record<string, string>> | undefined {
  const [, , service, region = ''] = resource.split(':');
  if (service !== 'elasticloadbalancing') return undefined;
  return twin.peer('elasticloadbalancing', region).tagsOf(resource);
}

/** A resource that does not exist has neither policy nor tags; the call itself will say that it is missing. */
function known<T>(ask: () => T | undefined): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

// The same few texts are asked for with every call; each is read once.
const documents = new Map<string, PolicyDocument>();
const DOCUMENTS_MAX = 5_000;

function remembered(text: string): PolicyDocument {
  const found = documents.get(text);
  if (found !== undefined) return found;
  if (documents.size >= DOCUMENTS_MAX) documents.clear();
  const document = readDocument(text);
  documents.set(text, document);
  return document;
}
