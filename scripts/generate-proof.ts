// Writes docs/proof.md from the reports of campaigns, workloads and planted bugs: figures that nobody has to type.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { renderProof } from '../rehearsal/campaign/proof.ts';

const DOCS = join(import.meta.dirname, '..', 'docs');

const { values } = parseArgs({
  options: {
    campaign: { type: 'string' },
    exhaustive: { type: 'string' },
    workload: { type: 'string', multiple: true, default: [] },
    mutants: { type: 'string', default: join(DOCS, 'mutants.json') },
    out: { type: 'string', default: join(DOCS, 'proof.md') },
  },
});
if (values.campaign === undefined) {
  throw new Error(
    '--campaign FILE, --exhaustive FILE, --workload FILE: what simulate --json printed',
  );
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const proof = renderProof({
  campaign: read(values.campaign),
  exhaustive: values.exhaustive === undefined ? undefined : read(values.exhaustive),
  workloads: values.workload.map((file) => read(file)),
  mutants: existsSync(values.mutants) ? read(values.mutants) : [],
});
writeFileSync(values.out, proof);
