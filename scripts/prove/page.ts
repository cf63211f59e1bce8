/** `docs/unproven.md`, from the table of open points. */
import type { Point } from './point.ts';
import { points } from './points.ts';

const INTRODUCTION = `# What nobody has proved yet

Spillway is tried on the twin, and the twin answers as AWS is documented or was recorded. Where neither says enough, both take the cautious side: the answer that is least comfortable for Spillway, as long as it can live with either. This page lists those points. Each says what is assumed, what speaks for it, and how to find out.

Most of them can be answered by a script, on an account where a service may be disturbed for an hour:

\`\`\`bash
npx tsx scripts/prove-on-aws.ts --account 123456789012 --region eu-west-1 --service auth-service --environment staging --yes
\`\`\`

It uses the command line of AWS with your credentials. Without \`--yes\` it only says what it would do. It refuses an account other than the one that you name, and an environment called production. It deploys what serves already, so users of that environment get no new version; they may see errors while weights are moved. It puts back what it has changed, also when a point fails. \`--only\` takes the names of points, with commas between them.

This page is made from the same table: \`npx tsx scripts/generate-unproven-page.ts\`.
`;

export function unprovenPage(): string {
  const areas = [...new Set(points.map(({ area }) => area))];
  const sections = areas.map((area) => {
    const entries = points.filter((point) => point.area === area).map(entry);
    return `## ${area}\n\n${entries.join('\n\n')}`;
  });
  return `${[INTRODUCTION.trimEnd(), ...sections].join('\n\n')}\n`;
}

const entry = ({ id, question, assumed, evidence, how, prove }: Point): string =>
  [
    `### ${id}`,
    question,
    `- Assumed: ${assumed}`,
    `- Why: ${evidence}`,
    `- How to prove it${prove === undefined ? ', by hand' : ''}: ${how}`,
  ]
    .join('\n\n')
    .replaceAll('\n\n- ', '\n- ')
    .replace('\n- Assumed', '\n\n- Assumed');
