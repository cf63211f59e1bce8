// What one can do to a twin: push a version that behaves in some way, break something, turn the clock.
import { useState } from 'preact/hooks';
import type { Choice, TwinAction, TwinSpeed, TwinState } from '../../twin-controls.ts';
import { post } from '../session.ts';

const factors = [1, 10, 60, 600];

/** The one that it has now is always among them. */
function speedsWith(current: TwinSpeed): readonly TwinSpeed[] {
  const known = typeof current === 'number' ? [...factors, current] : factors;
  return ['stopped', ...[...new Set(known)].sort((a, b) => a - b), 'max'];
}

export const saySpeed = (speed: TwinSpeed): string =>
  speed === 'stopped' ? 'stopped' : speed === 'max' ? 'max' : `${speed}×`;

export function TwinPanel({
  twin,
  onClose,
}: {
  readonly twin: TwinState;
  readonly onClose: () => void;
}) {
  const [message, setMessage] = useState('');
  const act: Act = async (action) => {
    const answer = await post('/api/twin', action);
    setMessage(answer.message);
    return answer.kind === 'done';
  };
  return (
    <section class="twin" aria-label="Twin">
      <fieldset>
        <legend>Clock</legend>
        <div class="segments">
          {speedsWith(twin.speed).map((speed) => (
            <label key={speed}>
              <input
                type="radio"
                name="speed"
                checked={twin.speed === speed}
                onChange={() => void act({ kind: 'speed', speed })}
              />
              <span>{saySpeed(speed)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <PushForm twin={twin} act={act} />
      <FaultForm twin={twin} act={act} />
      <p class="said" role="status">
        {message}
      </p>
      <button type="button" class="quiet close" aria-label="Close" onClick={onClose}>
        ✕
      </button>
    </section>
  );
}

/** Whether it was done. */
type Act = (action: TwinAction) => Promise<boolean>;

/** A registry takes a tag once: `v2.0.0` is followed by `v2.0.1`. */
const tagAfter = (tag: string): string => tag.replace(/\d+$/, (last) => String(Number(last) + 1));

function PushForm({ twin, act }: { readonly twin: TwinState; readonly act: Act }) {
  const [service, setService] = useState(twin.services[0] ?? '');
  const [behaviour, setBehaviour] = useState(twin.behaviours[0]?.name ?? '');
  const [tag, setTag] = useState('v2.0.0');
  const push = async (event: Event) => {
    event.preventDefault();
    if (await act({ kind: 'push', service, tag, behaviour })) setTag(tagAfter(tag));
  };
  return (
    <form onSubmit={push}>
      <fieldset>
        <legend>Push an image</legend>
        <Select label="Service" value={service} onChange={setService} options={twin.services} />
        <label class="field">
          <span>Tag</span>
          <input
            value={tag}
            required
            maxLength={128}
            pattern="[A-Za-z0-9_][A-Za-z0-9._\-]*"
            onInput={(event) => setTag(event.currentTarget.value)}
          />
        </label>
        <Select
          label="Behaviour"
          value={behaviour}
          onChange={setBehaviour}
          options={twin.behaviours}
        />
        <button type="submit">Push</button>
      </fieldset>
    </form>
  );
}

function FaultForm({
  twin: { faults, broken },
  act,
}: {
  readonly twin: TwinState;
  readonly act: Act;
}) {
  const [fault, setFault] = useState(faults[0]?.name ?? '');
  const inject = (event: Event) => {
    event.preventDefault();
    void act({ kind: 'fault', fault });
  };
  return (
    <form onSubmit={inject}>
      <fieldset>
        <legend>Break something</legend>
        <Select label="Fault" value={fault} onChange={setFault} options={faults} />
        <button type="submit">Inject</button>
        {broken > 0 && (
          <button type="button" class="quiet" onClick={() => void act({ kind: 'mend' })}>
            Mend
          </button>
        )}
      </fieldset>
    </form>
  );
}

function Select({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (string | Choice)[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        {options.map((option) => {
          const { name, summary } =
            typeof option === 'string' ? { name: option, summary: '' } : option;
          return (
            <option key={name} value={name}>
              {summary === '' ? name : `${name}: ${summary}`}
            </option>
          );
        })}
      </select>
    </label>
  );
}
