/** A release told while it goes: one line for each event that a person wants to see. */
import type { ReleaseEvent } from '../../core/release/event.ts';
import type { ReleaseRecord } from '../../core/release/record.ts';
import { paints } from './paint.ts';
import { safeText } from './safe-text.ts';

export interface Story {
  title(name: string, what: string): string;
  /** Empty for what is not worth a line. */
  event(event: ReleaseEvent): string;
  end(record: ReleaseRecord): string;
}

export function tellStory(colour: boolean): Story {
  const paint = paints(colour);
  return {
    title: (name, what) => `${paint.bold(safeText(name))}  ${what}\n`,
    event(event) {
      const text = textOf(event);
      if (text === undefined) return '';
      const place = 'environment' in event ? event.environment : '';
      return `  ${paint.dim(event.at.slice(11, 19))}  ${place.padEnd(11)} ${safeText(text)}\n`;
    },
    end(record) {
      const { status } = record;
      const mark = status === 'PROMOTED' ? paint.green(status) : paint.red(status);
      const why = 'reason' in record ? `  ${safeText(record.reason)}` : '';
      return `  ${mark}${why}\n\n`;
    },
  };
}

function textOf(event: ReleaseEvent): string | undefined {
  switch (event.type) {
    case 'release.received':
      return `image ${event.artifact.digest?.slice(7, 19) ?? ''} is admitted`;
    case 'artifact.verified':
      return 'the image is verified: it exists, its scan is within policy';
    case 'environment.entered':
      return 'its gates are asked';
    case 'gate.waiting':
      return `waits at the gate "${event.gate}"`;
    case 'deployment.started':
      return 'new tasks start beside the old ones';
    case 'check.passed':
      return `check "${event.check}" passed, before any user came`;
    case 'weight.verified':
      return `${event.weightPercent} % of the users, read back at the load balancer`;
    case 'bake.judged':
      return event.complete
        ? 'the bake is over: its time and its evidence are complete'
        : event.verdict.reason;
    case 'promotion.verified':
      return '100 % of the users; the version before stays warm';
    case 'environment.promoted':
      return 'promoted here';
    case 'rollback.started':
      return `taken back: ${event.reason}`;
    case 'traffic.withdrawn':
      return '0 % of the users';
    case 'rollback.completed':
      return 'the version before serves alone again';
    default:
      return undefined;
  }
}
