// What people were told, as they were told it.
import type { NoticeView } from '../../board.ts';
import { plainReason } from '../../plain-reason.ts';
import { clockTime, type Tone } from '../words.ts';
import { Glyph } from './basics.tsx';

const tones: Readonly<Record<NoticeView['severity'], Tone>> = {
  info: 'plain',
  action: 'wait',
  problem: 'bad',
};

export function Notices({ notices }: { readonly notices: readonly NoticeView[] }) {
  if (notices.length === 0) return <p class="empty">Nobody has been told anything yet.</p>;
  return (
    <ul class="notices">
      {notices.toReversed().map((notice) => (
        <li key={notice.id} class={tones[notice.severity]}>
          <p>
            <Glyph tone={tones[notice.severity]} /> <strong>{notice.what}</strong>
          </p>
          <p>{plainReason(notice.why)}</p>
          <p class="soft">{notice.done}</p>
          <small>
            {clockTime(notice.at)} · {notice.topics.join(', ')} · {notice.sent ? 'sent' : 'owed'}
          </small>
        </li>
      ))}
    </ul>
  );
}
