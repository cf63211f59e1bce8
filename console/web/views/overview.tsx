// All services at a glance: what serves where, what moves, and what waits for a person.
import { useState } from 'preact/hooks';
import type { Freeze, Overview, ReleaseSummary, ServiceView } from '../../board.ts';
import { plainReason } from '../../plain-reason.ts';
import { Ago, Pill, Shown, Status } from '../parts/basics.tsx';
import { Place } from '../parts/place.tsx';
import { Link, releaseAddress, serviceAddress } from '../route.tsx';
import { useView } from '../session.ts';
import { sayStatus, whoIs } from '../words.ts';

export function OverviewPage() {
  const view = useView<Overview>('overview');
  return (
    <Shown view={view} absent="There is nothing to show.">
      {(overview) => <Services overview={overview} />}
    </Shown>
  );
}

/** First what waits for a person, then what moves, then the rest by name. */
const rank = ({ moving, latest }: ServiceView): number => {
  if (latest?.status === 'FAILED_SAFE') return 0;
  if (moving === null) return 4;
  const [, tone] = sayStatus(moving);
  return tone === 'wait' ? 1 : tone === 'bad' ? 2 : 3;
};

const byRank = (a: ServiceView, b: ServiceView): number =>
  rank(a) - rank(b) || (a.name < b.name ? -1 : 1);

function Services({ overview }: { readonly overview: Overview }) {
  const [filter, setFilter] = useState('');
  const { services, freezes, now } = overview;
  const environments = [
    ...new Set(services.flatMap((service) => service.environments.map(({ name }) => name))),
  ];
  const shown = services.filter(({ name }) => name.includes(filter.trim())).sort(byRank);
  return (
    <>
      <div class="title">
        <h1 tabIndex={-1}>Services</h1>
        <Counts services={services} />
        {services.length > 8 && (
          <input
            type="search"
            class="filter"
            aria-label="Filter services"
            placeholder="Filter"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        )}
      </div>
      {freezes.map((freeze) => (
        <FreezeBanner key={`${freeze.service}#${freeze.environment}`} freeze={freeze} />
      ))}
      {services.length === 0 && <Nothing />}
      {services.length > 0 && (
        <table class="services">
          <thead>
            <tr>
              <th scope="col">Service</th>
              {environments.map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
              <th scope="col">Release</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((service) => (
              <Row key={service.name} {...{ service, environments, now }} />
            ))}
          </tbody>
        </table>
      )}
      {services.length > 0 && shown.length === 0 && (
        <p class="empty">No service is called like that.</p>
      )}
    </>
  );
}

function Counts({ services }: { readonly services: readonly ServiceView[] }) {
  const count = (wanted: number) => services.filter((service) => rank(service) === wanted).length;
  const parts = [
    [services.length - count(4) - count(0), 'moving'],
    [count(1), 'waiting for you'],
    [count(0), 'in need of a person'],
  ] as const;
  const told = parts.filter(([number]) => number > 0).map(([number, what]) => `${number} ${what}`);
  return <p class="counts">{[`${services.length} in all`, ...told].join(' · ')}</p>;
}

export function FreezeBanner({ freeze }: { readonly freeze: Freeze }) {
  const { service, environment, reason, by } = freeze;
  const where = `${service === '*' ? 'Every service' : service} in ${environment === '*' ? 'every environment' : environment}`;
  return (
    <p class="banner wait">
      <strong>{where} is frozen.</strong> {reason} <span class="soft">({whoIs(by)})</span>
    </p>
  );
}

/** By rank: a red edge where something is wrong, an amber one where a person is waited for. */
const asking = ['asks bad', 'asks wait', 'asks bad', '', ''] as const;

function Row({
  service,
  environments,
  now,
}: {
  readonly service: ServiceView;
  readonly environments: readonly string[];
  readonly now: string;
}) {
  const { moving, latest, waiting } = service;
  return (
    <tr class={asking[rank(service)]}>
      <th scope="row">
        <Link to={serviceAddress(service.name)}>{service.name}</Link>
        {service.problem !== '' && <small class="bad">{service.problem}</small>}
      </th>
      {environments.map((name) => (
        <td key={name} data-label={name}>
          <Place
            place={service.environments.find((each) => each.name === name)}
            moving={moving?.environment === name ? moving : null}
          />
        </td>
      ))}
      <td data-label="Release">
        <div>
          <Release release={moving ?? latest} now={now} />
          {waiting !== null && moving !== null && (
            <small>
              then <Link to={releaseAddress(waiting.releaseId)}>{waiting.version}</Link>
            </small>
          )}
        </div>
      </td>
    </tr>
  );
}

function Release({
  release,
  now,
}: {
  readonly release: ReleaseSummary | null;
  readonly now: string;
}) {
  if (release === null) return <Pill tone="plain">Never released</Pill>;
  return (
    <div class="release">
      <Link to={releaseAddress(release.releaseId)} class="version">
        {release.version}
      </Link>
      <Status of={release} />
      <small>
        <Ago at={release.updatedAt} now={now} />
      </small>
      {release.reason !== '' && <small class="reason">{plainReason(release.reason)}</small>}
    </div>
  );
}

function Nothing() {
  return (
    <div class="empty">
      <p>No service is registered here yet.</p>
      <p>
        Write a spec, add it to the stack with <code>addService</code>, deploy, and push an image.
      </p>
    </div>
  );
}
