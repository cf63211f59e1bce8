// The frame around every view: where we are, what time it is there, and whether what is shown is live.
import { useState } from 'preact/hooks';
import { Header } from './parts/header.tsx';
import { TwinPanel } from './parts/twin-panel.tsx';
import { type Place, usePlace } from './route.tsx';
import { useView } from './session.ts';
import { HistoryPage } from './views/history.tsx';
import { OverviewPage } from './views/overview.tsx';
import { ReleasePage } from './views/release.tsx';
import { ServicePage } from './views/service.tsx';
import type { World } from './world.ts';

export function App() {
  const place = usePlace();
  const world = useView<World>('world');
  const [steering, setSteering] = useState(false);
  if (world.trouble === 'token') return <Locked />;
  const twin = world.value?.twin ?? null;
  return (
    <>
      <a class="skip" href="#content">
        Skip to content
      </a>
      <Header
        place={place}
        world={world.value ?? null}
        trouble={world.trouble}
        steering={steering}
        onSteer={() => setSteering(!steering)}
      />
      {steering && twin !== null && <TwinPanel twin={twin} onClose={() => setSteering(false)} />}
      <main id="content" tabIndex={-1}>
        <Shown place={place} />
      </main>
    </>
  );
}

function Shown({ place }: { readonly place: Place }) {
  switch (place.view) {
    case 'overview':
      return <OverviewPage />;
    case 'history':
      return <HistoryPage />;
    case 'service':
      return <ServicePage name={place.name} />;
    case 'release':
      return <ReleasePage id={place.id} />;
  }
}

function Locked() {
  return (
    <main class="locked">
      <h1>This page needs its token</h1>
      <p>
        Every start of the console prints an address with a token of its own. Open that address; an
        older one has ended with its console.
      </p>
    </main>
  );
}
