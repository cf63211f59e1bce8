// The line on top: name, views, the world's clock, and whether the page is live.
import { useState } from 'preact/hooks';
import { Link, type Place } from '../route.tsx';
import { currentTheme, nextTheme } from '../theme.ts';
import { clockTime, day } from '../words.ts';
import type { World } from '../world.ts';
import { saySpeed } from './twin-panel.tsx';

export function Header({
  place,
  world,
  trouble,
  steering,
  onSteer,
}: {
  readonly place: Place;
  readonly world: World | null;
  readonly trouble: string;
  readonly steering: boolean;
  readonly onSteer: () => void;
}) {
  const here = (view: Place['view']) => (place.view === view ? 'page' : undefined);
  const twin = world?.twin ?? null;
  return (
    <header class="top">
      <Link to="/" class="brand">
        <Mark />
        Spillway
      </Link>
      <nav aria-label="Views">
        <Link to="/" aria-current={here('overview')}>
          Services
        </Link>
        <Link to="/history" aria-current={here('history')}>
          History
        </Link>
      </nav>
      <div class="where">
        {twin === null && <span class="place">{world?.place}</span>}
        {twin !== null && (
          <button type="button" class="chip" aria-expanded={steering} onClick={onSteer}>
            Twin
            <span class="figure" title={day(twin.now)}>
              {clockTime(twin.now)}
            </span>
            <span class="soft">{saySpeed(twin.speed)}</span>
          </button>
        )}
        <Liveness trouble={trouble} known={world !== null} />
        <ThemeButton />
      </div>
    </header>
  );
}

function Liveness({ trouble, known }: { readonly trouble: string; readonly known: boolean }) {
  const live = trouble === '' && known;
  return (
    <span class={`live ${live ? '' : 'lost'}`} role="status" title={trouble}>
      {live ? 'Live' : known ? 'Not live' : 'Connecting'}
    </span>
  );
}

function ThemeButton() {
  const [theme, setTheme] = useState(currentTheme());
  return (
    <button
      type="button"
      class="quiet"
      aria-label={`Colours: ${theme}`}
      title={`Colours: ${theme}`}
      onClick={() => setTheme(nextTheme())}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <circle cx="8" cy="8" r="6.25" fill="none" stroke="currentColor" stroke-width="1.5" />
        {theme !== 'light' && <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" />}
        {theme === 'dark' && <path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor" />}
      </svg>
    </button>
  );
}

/** Water that is let go under control: a crest, a fall, a run. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true" class="mark">
      <rect width="32" height="32" rx="8" />
      <path d="M7 9h7c2.500 0 4 1.500 4 4v6c0 2.500 1.500 4 4 4h3" />
      <path d="M7 23h5" class="faint" />
    </svg>
  );
}
