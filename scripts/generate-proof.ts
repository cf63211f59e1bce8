// Writes docs/proof.md from the reports of campaigns, workloads and planted bugs: figures that nobody has to type.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderProof } from '../rehearsal/campaign/proof.ts';
import { type CampaignReport, merge } from '../rehearsal/campaign/report.ts';
import type { WorkloadReport } from '../rehearsal/workloads/report.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');

const { values } = parseArgs({
  options: {
    campaign: { type: 'string', multiple: true, default: [] },
    exhaustive: { type: 'string', multiple: true, default: [] },
    workload: { type: 'string', multiple: true, default: [] },
    mutants: { type: 'string', default: join(DOCS, 'mutants.json') },
    out: { type: 'string', default: join(DOCS, 'proof.md') },
  },
});
if (values.campaign.length === 0) {
  throw new Error(
    '--campaign FILE, --exhaustive FILE, --workload FILE: what simulate --json printed; each may come again',
  );
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const proof = renderProof({
  campaign: values.campaign.map((file) => read<CampaignReport>(file)).reduce(merge),
  exhaustive: values.exhaustive.map((file) => read<CampaignReport>(file)),
  workloads: values.workload.map((file) => read<WorkloadReport>(file)),
  mutants: existsSync(values.mutants) ? read(values.mutants) : [],
});
writeFileSync(values.out, proof);
