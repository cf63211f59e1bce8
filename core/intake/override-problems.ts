/** Whether alarms may be overridden as it was asked for: they watch this service, and a person says who and why. */
import { oneLine, shellWord } from '../notice/plain-text.ts';
import type { Trigger } from '../release/record.ts';
import { suggest } from '../spec/suggest.ts';
import { unsaid } from './read-trigger.ts';

export interface OverrideProblem {
  readonly code: 'E228' | 'E229';
  /** Into the wish. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}

/** All of them at once; none where nothing is overridden. */
export function overrideProblems(
  trigger: Trigger,
  watching: readonly string[],
): readonly OverrideProblem[] {
  if (trigger.kind !== 'operator' || trigger.overriddenAlarms === undefined) return [];
  return [
    ...trigger.overriddenAlarms.flatMap((name, index) => unwatched(name, index, watching)),
    ...unanswered('reason', trigger.reason),
    ...unanswered('actor', trigger.actor),
  ];
}

/** `E228 $.overrideAlarms[0]: no alarm ...; name one of ...` */
export const overrideProblemText = ({ code, path, message, fix }: OverrideProblem): string =>
  `${code} ${path}: ${message}; ${fix}`;

/** Beyond this many names nobody reads on. */
const namesShownMax = 12;
const nameLengthShownMax = 120;

function unwatched(
  name: string,
  index: number,
  watching: readonly string[],
): readonly OverrideProblem[] {
  if (watching.includes(name)) return [];
  const meant = suggest(name, watching);
  const known = watching.slice(0, namesShownMax).map(shellWord).join(', ');
  const more = watching.length > namesShownMax ? ', ...' : '';
  return [
    {
      code: 'E228',
      path: `$.overrideAlarms[${index}]`,
      message: `no alarm ${shellWord(oneLine(name, nameLengthShownMax))} watches this service`,
      fix:
        meant === undefined ? `name one of ${known}${more}` : `did you mean ${shellWord(meant)}?`,
    },
  ];
}

const asked = {
  reason: { message: 'an override needs a reason', fix: 'say why: --reason TEXT' },
  actor: { message: 'an override needs a name', fix: 'say who asks: "actor"' },
} as const;

function unanswered(key: keyof typeof asked, text: string): readonly OverrideProblem[] {
  const isSaid = text.trim() !== '' && text !== unsaid[key];
  return isSaid ? [] : [{ code: 'E229', path: `$.${key}`, ...asked[key] }];
}
