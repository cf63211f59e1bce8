// One service: where which version serves, what was released, and whether it may be.
import { useState } from 'preact/hooks';
import type { EnvironmentView, ServicePage as Page } from '../../board.ts';
import { Section, Shown, Status } from '../parts/basics.tsx';
import { DecisionDialog } from '../parts/decision-dialog.tsx';
import { FourKeysView } from '../parts/dora.tsx';
import { Place } from '../parts/place.tsx';
import { ReleaseList } from '../parts/release-list.tsx';
import { Link, releaseAddress } from '../route.tsx';
import { useView } from '../session.ts';
import { shortDigest } from '../words.ts';
import { FreezeBanner } from './overview.tsx';

export function ServicePage({ name }: { readonly name: string }) {
  const view = useView<Page>(`services/${name}`);
  return (
    <Shown view={view} absent="There is no such service.">
      {(page) => <Service page={page} />}
    </Shown>
  );
}

function Service({ page }: { readonly page: Page }) {
  const { service, releases, dora } = page;
  const [asked, setAsked] = useState<EnvironmentView | null>(null);
  const { moving } = service;
  return (
    <>
      <div class="title">
        <h1 tabIndex={-1}>{service.name}</h1>
        {moving !== null && (
          <p class="counts">
            <Link to={releaseAddress(moving.releaseId)} class="version">
              {moving.version}
            </Link>{' '}
            <Status of={moving} />
          </p>
        )}
      </div>
      <div class="places">
        {service.environments.map((place) => (
          <Section key={place.name} title={place.name}>
            {place.freeze !== null && <FreezeBanner freeze={place.freeze} />}
            <Place place={place} moving={moving?.environment === place.name ? moving : null} />
            {place.health.reason !== '' && <p class="soft">{place.health.reason}</p>}
            <div class="foot">
              <code class="soft">{shortDigest(place.stable?.digest ?? null)}</code>
              <button type="button" onClick={() => setAsked(place)}>
                {place.freeze === null ? 'Freeze' : 'Unfreeze'}
              </button>
            </div>
          </Section>
        ))}
      </div>
      <FourKeysView keys={dora.overall} report={dora} />
      <Section title="Releases" note={String(releases.length)}>
        <ReleaseList releases={releases} named={false} />
      </Section>
      {asked !== null && (
        <FreezeDialog place={asked} service={service.name} onClose={() => setAsked(null)} />
      )}
    </>
  );
}

function FreezeDialog({
  place,
  service,
  onClose,
}: {
  readonly place: EnvironmentView;
  readonly service: string;
  readonly onClose: () => void;
}) {
  const { freeze, name } = place;
  const action = freeze === null ? 'freeze' : 'unfreeze';
  const label = freeze === null ? 'Freeze' : 'Unfreeze';
  return (
    <DecisionDialog
      title={`${label} ${freeze?.service ?? service} in ${freeze?.environment ?? name}`}
      consequence={
        freeze === null
          ? 'No release enters or rises here until it is lifted. Rollbacks still happen.'
          : 'Releases that wait for it go on.'
      }
      confirm={label}
      tone={freeze === null ? 'careful' : 'advance'}
      subject={{
        kind: 'freeze',
        action,
        service: freeze?.service ?? service,
        environment: freeze?.environment ?? name,
      }}
      onClose={onClose}
    />
  );
}
