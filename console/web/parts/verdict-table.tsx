// What the judge said, and every number that it rests on.
import { quantity } from '../../../core/analysis/quantity.ts';
import type { Finding, Outcome } from '../../../core/analysis/verdict.ts';
import type { EventOf } from '../../../core/release/event.ts';
import { plainReason } from '../../plain-reason.ts';
import { clockTime, secondsFrom, stretch, type Tone } from '../words.ts';
import { Ago, Pill } from './basics.tsx';

const tones: Readonly<Record<Outcome, Tone>> = { pass: 'good', fail: 'bad', inconclusive: 'wait' };

export function VerdictTable({
  judged,
  rollback,
  now,
}: {
  readonly judged: EventOf<'bake.judged'>;
  readonly rollback: EventOf<'rollback.started'> | undefined;
  readonly now: string;
}) {
  const { verdict, at } = judged;
  const worstFirst = [...verdict.findings].sort((a, b) => rank(a) - rank(b));
  const calm = worstFirst.filter(isCalmAlarm);
  // An alarm does not wait for the judge: what was judged last is then not what decided.
  const overruled = rollback !== undefined && verdict.outcome !== 'fail';
  return (
    <>
      {overruled && (
        <p class="said">
          <Pill tone="bad">taken back</Pill> {plainReason(rollback.reason)}{' '}
          <small>
            <Ago at={rollback.at} now={now} />
          </small>
        </p>
      )}
      <p class="said">
        {overruled && <span class="soft">The judge, before that: </span>}
        <Pill tone={tones[verdict.outcome]}>{verdict.outcome}</Pill> {verdict.reason}{' '}
        <small>
          <Ago at={at} now={now} />
        </small>
      </p>
      <div class="scroll">
        <table class="findings">
          <thead>
            <tr>
              <th scope="col">Finding</th>
              <th scope="col" class="number">
                Value
              </th>
              <th scope="col">against limit</th>
              <th scope="col" class="number">
                Limit
              </th>
              <th scope="col">Window</th>
              <th scope="col" class="number">
                Samples
              </th>
            </tr>
          </thead>
          <tbody>
            {worstFirst
              .filter((finding) => !isCalmAlarm(finding))
              .map((finding) => (
                <Row key={finding.metric} finding={finding} />
              ))}
            {calm.length > 0 && <CalmAlarms alarms={calm} />}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** What is as it should be needs one row, however many there are. */
const isCalmAlarm = ({ unit, outcome }: Finding): boolean =>
  unit === 'alarms' && outcome === 'pass';

function CalmAlarms({ alarms }: { readonly alarms: readonly Finding[] }) {
  const names = alarms.map(({ metric }) => metric.replace(/^alarm /, '')).join('\n');
  return (
    <tr title={names}>
      <th scope="row">
        <Pill tone="good">{alarms.length === 1 ? '1 alarm' : `${alarms.length} alarms`}</Pill>
      </th>
      <td class="number">OK</td>
      <td colSpan={4} />
    </tr>
  );
}

const rank = ({ outcome }: Finding): number => ['fail', 'inconclusive', 'pass'].indexOf(outcome);

function Row({ finding }: { readonly finding: Finding }) {
  const { metric, value, threshold, unit, window, sampleCount, outcome, reason } = finding;
  const isAlarm = unit === 'alarms';
  return (
    <tr title={reason}>
      <th scope="row">
        <Pill tone={tones[outcome]}>{isAlarm ? 'alarm' : metric}</Pill>
        {isAlarm && <small class="name">{metric.replace(/^alarm /, '')}</small>}
      </th>
      <td class="number">
        {value === null
          ? 'unknown'
          : isAlarm
            ? value > 0
              ? 'ALARM'
              : 'OK'
            : quantity(value, unit)}
      </td>
      <td>{!isAlarm && <Bullet value={value} threshold={threshold} outcome={outcome} />}</td>
      <td class="number">{isAlarm ? '' : quantity(threshold, unit)}</td>
      <td title={`${window.from} to ${window.to}`}>
        {stretch(secondsFrom(window.from, window.to))} to {clockTime(window.to)}
      </td>
      <td class="number">{sampleCount}</td>
    </tr>
  );
}

/** The value on a scale on which the limit always stands at the same place. */
function Bullet({
  value,
  threshold,
  outcome,
}: {
  readonly value: number | null;
  readonly threshold: number;
  readonly outcome: Outcome;
}) {
  const share = value === null || threshold === 0 ? 0 : Math.min(100, (60 * value) / threshold);
  return (
    <svg class={`bullet ${tones[outcome]}`} viewBox="0 0 100 8" aria-hidden="true">
      <rect class="rest" y="2" width="100" height="4" />
      <rect class="share" y="2" width={share} height="4" />
      <path d="M60 0v8" />
    </svg>
  );
}
