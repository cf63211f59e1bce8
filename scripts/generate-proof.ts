// Writes docs/proof.md from the reports of a campaign and of the planted bugs: figures that nobody has to type.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderProof } from '../rehearsal/campaign/proof.ts';
import type { CampaignReport } from '../rehearsal/campaign/report.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');

const { values } = parseArgs({
  options: {
    campaign: { type: 'string' },
    mutants: { type: 'string', default: join(DOCS, 'mutants.json') },
    out: { type: 'string', default: join(DOCS, 'proof.md') },
  },
});
if (values.campaign === undefined) throw new Error('--campaign FILE: what simulate --json printed');

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const mutants = existsSync(values.mutants) ? read<never[]>(values.mutants) : [];
writeFileSync(values.out, renderProof(read<CampaignReport>(values.campaign), mutants));
