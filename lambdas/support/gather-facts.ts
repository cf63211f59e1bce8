// Everything that the assessment of an intake looks at, read fresh.
import type { Desk } from '../../aws/desk.ts';
import { noneThere } from '../../aws/failure.ts';
import type { Images, ImageView } from '../../aws/images.ts';
import { toInstant } from '../../core/contract/instant.ts';
import type { Site } from '../../core/contract/site.ts';
import { tableKeys } from '../../core/contract/table-keys.ts';
import { type IntakeFacts, namedTag } from '../../core/intake/assess-intake.ts';
import type { Request } from '../../core/intake/read-trigger.ts';
import type { EnvironmentFacts } from '../../core/plan/facts.ts';
import type { Spec } from '../../core/spec/spec.ts';

const UNREGISTERED: IntakeFacts = {
  service: null,
  spec: null,
  sites: {},
  image: null,
  taggedDigest: null,
  seenIn: null,
  awaitedBy: null,
  quarantine: null,
  serving: null,
};

export async function gatherFacts(
  desk: Desk,
  images: Images,
  { request, executionArn }: { readonly request: Request; readonly executionArn: string },
): Promise<IntakeFacts> {
  const service =
    request.kind === 'push' ? await desk.registry.serviceOf(request.repository) : request.service;
  if (service === undefined) return UNREGISTERED;
  const spec = await desk.registry.spec(service).catch(noneThere);
  if (spec === undefined) return UNREGISTERED;
  const found = await findImage(images, spec, request);
  const last = spec.environments.at(-1)?.name ?? '';
  const [sites, taggedDigest, seen, awaitedBy, quarantine, { stable }] = await Promise.all([
    readSites(desk, spec),
    findTagged(images, spec, { found, tag: namedTag(request) }),
    found && desk.table.get(tableKeys.seen(service, found.digest)),
    request.kind === 'push' ? whoAwaits(desk, service, request.tag) : null,
    found && desk.table.get(tableKeys.quarantine(service, found.digest)),
    desk.environments.read({ service, environment: last }),
  ]);
  return {
    service,
    spec,
    sites,
    image: found === undefined ? null : { ...found, pushedAt: toInstant(found.pushedAtMs) },
    taggedDigest,
    seenIn:
      seen === undefined ? null : await whoElse(desk, String(seen['releaseId']), executionArn),
    awaitedBy,
    quarantine: quarantine === undefined ? null : String(quarantine['reason']),
    serving: stable,
  };
}

/** Whoever asks again after a lost answer finds the release that it has made itself. */
async function whoElse(
  desk: Desk,
  releaseId: string,
  executionArn: string,
): Promise<string | null> {
  const stored = await desk.ledger.read(releaseId);
  return stored?.executionArn === executionArn ? null : releaseId;
}

/** A release from source has no digest before its build has pushed one, under the release's version. */
async function whoAwaits(desk: Desk, service: string, tag: string): Promise<string | null> {
  const { moving } = await desk.lanes.read(service);
  const stored = moving === null ? undefined : await desk.ledger.read(moving.releaseId);
  const { releaseId, artifact } = stored?.record ?? {};
  return artifact?.digest === null && artifact.version === tag ? (releaseId ?? null) : null;
}

function findImage(images: Images, spec: Spec, request: Request): Promise<ImageView | undefined> {
  if (request.kind === 'push') return images.find(spec.repository, { digest: request.digest });
  const { artifact } = request;
  if (artifact.kind === 'digest') return images.find(spec.repository, { digest: artifact.digest });
  if (artifact.kind === 'source') return Promise.resolve(undefined);
  return findVersion(images, spec.repository, artifact.version);
}

interface Tagged {
  readonly found: ImageView | undefined;
  readonly tag: string | null;
}

/** Usually the image that was found has the tag; who else has it is looked up where it has not. */
async function findTagged(
  images: Images,
  { repository }: Spec,
  { found, tag }: Tagged,
): Promise<string | null> {
  if (tag === null || found === undefined) return null;
  if (found.tags.includes(tag) || found.tags.includes(`v${tag}`)) return found.digest;
  return (await findVersion(images, repository, tag))?.digest ?? null;
}

/** People say 1.3.0 where the tag is v1.3.0. */
async function findVersion(
  images: Images,
  repository: string,
  version: string,
): Promise<ImageView | undefined> {
  const exact = await images.find(repository, { tag: version });
  return exact ?? images.find(repository, { tag: `v${version}` });
}

async function readSites(desk: Desk, spec: Spec): Promise<Record<string, EnvironmentFacts>> {
  const entries = await Promise.all(
    spec.environments.map(async ({ name }) => {
      const place = { service: spec.service, environment: name };
      const site = await desk.registry.site(place).catch(noneThere);
      return site === undefined ? [] : [[name, factsOf(site)] as const];
    }),
  );
  return Object.fromEntries(entries.flat());
}

const factsOf = (site: Site): EnvironmentFacts => ({
  controller: site.controller,
  loadBalancer: site.loadBalancerMetricName.startsWith('net/') ? 'network' : 'application',
  testListener: site.testListenerArn !== '',
});
