// What was delivered, how fast, how often it failed, and how long that hurt: for all services and for each.
import type { HistoryView } from '../../board.ts';
import { Section, Shown } from '../parts/basics.tsx';
import { FourKeysView } from '../parts/dora.tsx';
import { ReleaseList } from '../parts/release-list.tsx';
import { Link, serviceAddress } from '../route.tsx';
import { useView } from '../session.ts';
import { stretch } from '../words.ts';

export function HistoryPage() {
  const view = useView<HistoryView>('history');
  return (
    <Shown view={view} absent="There is no history yet.">
      {({ dora, releases }) => (
        <>
          <div class="title">
            <h1 tabIndex={-1}>History</h1>
          </div>
          <FourKeysView keys={dora.overall} report={dora} />
          <Section title="By service">
            <ByService dora={dora} />
          </Section>
          <Section title="Releases" note={String(releases.length)}>
            <ReleaseList releases={releases} named />
          </Section>
        </>
      )}
    </Shown>
  );
}

function ByService({ dora }: { readonly dora: HistoryView['dora'] }) {
  const services = Object.entries(dora.services);
  if (services.length === 0) return <p class="empty">Nothing has been released yet.</p>;
  return (
    <div class="scroll">
      <table class="by-service">
        <thead>
          <tr>
            <th scope="col">Service</th>
            <th scope="col" class="number">
              Deployments
            </th>
            <th scope="col" class="number">
              Lead time
            </th>
            <th scope="col" class="number">
              Change failures
            </th>
            <th scope="col" class="number">
              Time to restore
            </th>
          </tr>
        </thead>
        <tbody>
          {services.map(([name, keys]) => (
            <tr key={name}>
              <th scope="row">
                <Link to={serviceAddress(name)}>{name}</Link>
              </th>
              <td class="number">{keys.deployments}</td>
              <td class="number">{keys.leadTime ? stretch(keys.leadTime.medianSeconds) : ''}</td>
              <td class="number">
                {keys.failedChanges} of {keys.changes}
              </td>
              <td class="number">
                {keys.timeToRestore ? stretch(keys.timeToRestore.medianSeconds) : ''}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
