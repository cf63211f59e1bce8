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
      const written = policyText(twin, resource);
      return written === undefined ? undefined : remembered(written);
    },
  };
}

function policyText(twin: TwinCore, resource: string): string | undefined {
  const [, , service = '', region = ''] = resource.split(':');
  switch (service) {
    case 'sns':
    case 'sqs':
      return twin.peer(service, region).policyOf(resource);
    case 'lambda':
      return resource.includes(':function:') ? functionPolicy(twin, resource, region) : undefined;
    default:
      return undefined;
  }
}

function functionPolicy(twin: TwinCore, resource: string, region: string): string | undefined {
  try {
    return JSON.stringify(twin.peer('lambda', region).policyOf(resource));
  } catch {
    // There is no such function: nobody is let in by its policy, and the call itself will say so.
    return undefined;
  }
}

// The same few texts are asked for with every call; each is read once.
const documents = new Map<string, PolicyDocument>();
const DOCUMENTS_MAX = 5_000;

function remembered(text: string): PolicyDocument {
  const known = documents.get(text);
  if (known !== undefined) return known;
  if (documents.size >= DOCUMENTS_MAX) documents.clear();
  const document = readDocument(text);
  documents.set(text, document);
  return document;
}
