// The moment before a decision: what it will do, what it is about, and why. Nothing happens without a reason.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Decision, FreezeAction, ReleaseAction } from '../../../core/contract/decision.ts';
import type { ReleaseRecord } from '../../../core/release/record.ts';
import type { OfferedAction } from '../../offered-actions.ts';
import { type Look, lookAt, toSight, whatChanged } from '../../what-changed.ts';
import { post } from '../session.ts';
import { shortDigest } from '../words.ts';

export type Subject =
  | {
      readonly kind: 'release';
      readonly action: ReleaseAction;
      /** As it is now: the page goes on living behind the dialog. */
      readonly record: ReleaseRecord;
      /** As it was when the dialog was opened: what the operator decides about. */
      readonly look: Look;
    }
  | {
      readonly kind: 'freeze';
      readonly action: FreezeAction;
      readonly service: string;
      readonly environment: string;
    };

interface Props {
  readonly title: string;
  readonly consequence: string;
  readonly confirm: string;
  readonly tone: OfferedAction['tone'];
  readonly subject: Subject;
  readonly onClose: () => void;
}

const REASON_MAX = 256;

export function DecisionDialog({ title, consequence, confirm, tone, subject, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [look, setLook] = useState(subject.kind === 'release' ? subject.look : null);
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);
  // Before the next key can be pressed: it belongs to the dialog.
  useLayoutEffect(() => dialog.current?.showModal(), []);
  const decide = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const answer = await post('/api/decisions', toDecision(subject, look, reason));
    setBusy(false);
    if (answer.kind === 'done') dialog.current?.close();
    else setRefusal(answer.message);
  };
  const lookAgain = () => {
    if (subject.kind === 'release') setLook(lookAt(subject.record));
    setRefusal('');
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="decision-title">
      <form onSubmit={(event) => void decide(event)}>
        <h2 id="decision-title">{title}</h2>
        <p>{consequence}</p>
        {look !== null && <Looked look={look} />}
        <Refused refusal={refusal} look={look} subject={subject} onLookAgain={lookAgain} />
        <label class="field">
          <span>Reason, for the ledger</span>
          <textarea
            required
            rows={3}
            maxLength={REASON_MAX}
            value={reason}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
        </label>
        <div class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            Leave it
          </button>
          <button type="submit" class={tone} disabled={busy || reason.trim() === ''}>
            {confirm}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function Looked({ look }: { readonly look: Look }) {
  return (
    <dl class="looked">
      <dt>Image</dt>
      <dd>
        <code>{shortDigest(look.digest)}</code>
      </dd>
      <dt>Stands at</dt>
      <dd>
        {look.status}
        {look.weightPercent === null ? '' : `, ${look.weightPercent} % of users`}
      </dd>
      <dt>Plan</dt>
      <dd>
        <code>{look.planHash?.slice(0, 16) ?? 'none'}</code>, event {look.sequence}
      </dd>
    </dl>
  );
}

/** What the backend said, and what has moved since the operator looked: the second often explains the first. */
function Refused({
  refusal,
  look,
  subject,
  onLookAgain,
}: {
  readonly refusal: string;
  readonly look: Look | null;
  readonly subject: Subject;
  readonly onLookAgain: () => void;
}) {
  const changes =
    look === null || subject.kind !== 'release' ? [] : whatChanged(look, lookAt(subject.record));
  if (refusal === '' && changes.length === 0) return null;
  return (
    <div class="banner wait" role="alert">
      <p>{refusal === '' ? 'The release has moved since you looked.' : refusal}</p>
      {changes.length > 0 && (
        <>
          <ul>
            {changes.map(({ what, before, now }) => (
              <li key={what}>
                {what}: was {before}, is now <strong>{now}</strong>
              </li>
            ))}
          </ul>
          <button type="button" onClick={onLookAgain}>
            Decide about how it is now
          </button>
        </>
      )}
    </div>
  );
}

function toDecision(subject: Subject, look: Look | null, reason: string): Decision {
  if (subject.kind === 'freeze') {
    const { kind, action, service, environment } = subject;
    return { kind, action, service, environment, reason };
  }
  const { kind, action } = subject;
  return { kind, action, looked: toSight(look ?? subject.look), reason };
}
