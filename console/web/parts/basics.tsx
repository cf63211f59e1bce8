// Small things that every view is made of.
import type { ComponentChildren } from 'preact';
import type { View } from '../session.ts';
import { ago, type Standing, sayStatus, type Tone } from '../words.ts';

/** Always a word and a shape; colour only repeats what they say. */
export function Status({ of, children }: { readonly of: Standing; readonly children?: string }) {
  const [text, tone] = sayStatus(of);
  return (
    <Pill tone={tone}>
      {text}
      {children}
    </Pill>
  );
}

export function Pill({
  tone,
  children,
}: {
  readonly tone: Tone;
  readonly children: ComponentChildren;
}) {
  return (
    <span class={`pill ${tone}`}>
      <Glyph tone={tone} />
      {children}
    </span>
  );
}

const glyphs: Readonly<Record<Tone, string>> = {
  plain: 'M3 6h6',
  moving: 'M2.5 6h6M6 3l3 3-3 3',
  good: 'M2.5 6.500l2.500 2.500 4.500-5.500',
  bad: 'M3 3l6 6M9 3l-6 6',
  wait: 'M4.250 2.500v7M7.750 2.500v7',
};

export function Glyph({ tone }: { readonly tone: Tone }) {
  return (
    <svg viewBox="0 0 12 12" width="12" height="12" class="glyph" aria-hidden="true">
      <path d={glyphs[tone]} />
    </svg>
  );
}

export function Ago({ at, now }: { readonly at: string; readonly now: string }) {
  return (
    <time dateTime={at} title={at}>
      {ago(at, now)}
    </time>
  );
}

export function Section({
  title,
  note,
  children,
  wide,
}: {
  readonly title: string;
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly wide?: boolean;
}) {
  const id = `section-${title.toLowerCase().replaceAll(' ', '-')}`;
  return (
    <section class={wide ? 'card wide' : 'card'} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note !== undefined && <div class="note">{note}</div>}
      </header>
      {children}
    </section>
  );
}

/** Until there is something to show; and when what is shown may be old, it says so. */
export function Shown<T>({
  view,
  absent,
  children,
}: {
  readonly view: View<T>;
  readonly absent: string;
  readonly children: (value: T) => ComponentChildren;
}) {
  const { value, trouble } = view;
  if (value === undefined && trouble === '') return <p class="empty">Reading…</p>;
  return (
    <>
      {trouble !== '' && (
        <p class="banner bad" role="alert">
          Not live: {trouble}. {value ? 'What you see may be old.' : ''}
        </p>
      )}
      {value === null && <p class="empty">{absent}</p>}
      {value !== null && value !== undefined && children(value)}
    </>
  );
}
