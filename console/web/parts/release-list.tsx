// Releases, newest first, a page at a time.
import { useState } from 'preact/hooks';
import type { ReleaseSummary } from '../../board.ts';
import { plainReason } from '../../plain-reason.ts';
import { Link, releaseAddress, serviceAddress } from '../route.tsx';
import { clockMinute, day } from '../words.ts';
import { Status } from './basics.tsx';

const PAGE = 25;

export function ReleaseList({
  releases,
  named,
}: {
  readonly releases: readonly ReleaseSummary[];
  /** Whether each row names its service. */
  readonly named: boolean;
}) {
  const [count, setCount] = useState(PAGE);
  if (releases.length === 0) return <p class="empty">Nothing has been released yet.</p>;
  return (
    <>
      <table class="releases">
        <thead>
          <tr>
            <th scope="col">Received</th>
            {named && <th scope="col">Service</th>}
            <th scope="col">Version</th>
            <th scope="col">Outcome</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {releases.slice(0, count).map((release) => (
            <tr key={release.releaseId}>
              <td class="figure" data-label="Received" title={release.receivedAt}>
                {day(release.receivedAt)} {clockMinute(release.receivedAt)}
              </td>
              {named && (
                <td data-label="Service">
                  <Link to={serviceAddress(release.service)}>{release.service}</Link>
                </td>
              )}
              <td data-label="Version">
                <Link to={releaseAddress(release.releaseId)} class="version">
                  {release.version}
                </Link>
              </td>
              <td data-label="Outcome">
                <Status of={release} />
              </td>
              <td data-label="Why" class="reason">
                {plainReason(release.reason)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {releases.length > count && (
        <button type="button" class="more" onClick={() => setCount(count + PAGE)}>
          {releases.length - count} older
        </button>
      )}
    </>
  );
}
