/** Text to spec, or to every reason why it is none: parse, shape, normalise, rules. */
import { isError, type Problem } from '../errors/located-problem.ts';
import { errorTable } from '../errors/table.ts';
import { limits } from '../limits.ts';
import { arrange, type Finding, locate } from './finding.ts';
import { normalise } from './normalise.ts';
import { parseSource, type Source } from './parse.ts';
import { isWithin, type Path } from './path.ts';
import type { Places } from './places.ts';
import { rules } from './rules/index.ts';
import { type Surroundings, unknownSurroundings } from './rules/rule.ts';
import { readShape } from './shape.ts';
import type { Spec } from './spec.ts';

export interface ReadSpec {
  /** Undefined when one of the problems is an error. */
  readonly spec: Spec | undefined;
  /** The name that was given, also where the spec around it is refused; may be empty. */
  readonly service: string;
  readonly problems: readonly Problem[];
  readonly places: Places;
}

export function readSpec(text: string, surroundings: Surroundings = unknownSurroundings): ReadSpec {
  const source = parseSource(text);
  if (!source.readable) {
    const problems = present(source, source.findings);
    return { spec: undefined, service: '', problems, places: source.places };
  }
  const { draft, findings } = readShape(source);
  const spec = normalise(draft);
  const broken = rules.flatMap((rule) => rule(spec, surroundings));
  const problems = present(source, withoutEchoes([source.findings, findings, broken]));
  const { service } = spec;
  return {
    spec: problems.some(isError) ? undefined : spec,
    service,
    problems,
    places: source.places,
  };
}

function present(source: Source, findings: readonly Finding[]): readonly Problem[] {
  const problems = findings.map((finding) => locate(finding, source.places));
  return arrange(problems).slice(0, limits.problemsMax);
}

/** What one stage refused, the later ones judge by a stand-in; what they say of it is an echo. */
function withoutEchoes(stages: readonly (readonly Finding[])[]): readonly Finding[] {
  const kept: Finding[] = [];
  for (const findings of stages) {
    const refused = kept.filter(isRefusal).map(({ path }) => path);
    kept.push(...findings.filter(({ path }) => !isEcho(path, refused)));
  }
  return kept;
}

function isEcho(path: Path, refused: readonly Path[]): boolean {
  return refused.some((ancestor) => ancestor.length > 0 && isWithin(path, ancestor));
}

function isRefusal({ code }: Finding): boolean {
  return isError(errorTable[code]);
}
