/** The notice that the last of some events gives. */
import type { Notice } from '../../../core/notice/notice.ts';
import type { NoticeContext } from '../../../core/notice/notice-facts.ts';
import { renderNotice } from '../../../core/notice/render-notice.ts';
import type { EventBody } from '../../../core/release/event.ts';
import { received, recordAfter } from '../builders.ts';

const serving = [{ version: 'v1.2.0', weightPercent: 100 }];

export function noticeOf(
  bodies: readonly EventBody[],
  options: Partial<NoticeContext> = {},
): Notice | undefined {
  const record = options.record ?? recordAfter(bodies);
  const last = bodies.at(-1) ?? received;
  const { releaseId, sequence, updatedAt: at } = record;
  const event = { ...last, releaseId, sequence, at, actor: 'ana' };
  return renderNotice(event, { record, serving, verdict: null, ...options });
}

/** The same, where there has to be one. */
export function mustTell(
  bodies: readonly EventBody[],
  options: Partial<NoticeContext> = {},
): Notice {
  const notice = noticeOf(bodies, options);
  if (notice === undefined) throw new Error(`nobody is told of ${bodies.at(-1)?.type}`);
  return notice;
}
