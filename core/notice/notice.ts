/** One message about a release, in every form in which people and programs read it. */
import type { Finding } from '../analysis/verdict.ts';
import type { Instant } from '../contract/instant.ts';

export interface Notice {
  /** Same event, same id: whoever gets it twice can tell. */
  readonly id: string;
  readonly topics: readonly NoticeTopic[];
  readonly subject: string;
  readonly text: string;
  readonly chat: ChatNotification;
  readonly json: NoticeFacts;
  /** Message attributes, for subscription filter policies. */
  readonly attributes: Readonly<Record<'kind' | 'severity' | 'service' | 'environment', string>>;
}

export type NoticeTopic = 'releases' | 'on-call';

export type NoticeKind =
  | 'started'
  | 'approval-wanted'
  | 'held'
  | 'promoted'
  | 'rolled-back'
  | 'failed-safe'
  | 'rejected'
  | 'superseded'
  | 'ignored'
  | 'cancelled';

/** `action`: somebody is waited for. `problem`: somebody has to look. */
export type Severity = 'info' | 'action' | 'problem';

/** The whole message as data; every text form is made from it. */
export interface NoticeFacts {
  readonly kind: NoticeKind;
  readonly severity: Severity;
  readonly releaseId: string;
  readonly service: string;
  readonly version: string;
  readonly digest: string;
  /** `none` where the release was in no environment. */
  readonly environment: string;
  readonly at: Instant;
  readonly what: string;
  readonly why: string;
  /** The numbers behind the why; empty where there are none. */
  readonly evidence: readonly Finding[];
  readonly done: string;
  readonly serving: readonly Serving[];
  readonly next: readonly Command[];
}

/** What users get now. Unknown shares are left out rather than guessed. */
export interface Serving {
  readonly version: string;
  readonly weightPercent: number;
}

export interface Command {
  readonly purpose: string;
  readonly command: string;
}

/** Custom notification of Amazon Q Developer in chat applications (AWS Chatbot), schema 1.0. */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    /** All messages of one release are one thread. */
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}
