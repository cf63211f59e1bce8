/** An open point: what nobody has proved on a real account, what Spillway assumes meanwhile, and how to find out. */
import type { Site } from '../../core/contract/site.ts';
import type { Aws } from './aws-cli.ts';

export interface Point {
  /** In kebab-case: what `--only` takes. */
  readonly id: string;
  readonly area:
    | 'CodeDeploy'
    | 'Load balancer'
    | 'ECS'
    | 'ECR'
    | 'CloudWatch'
    | 'IAM'
    | 'Step Functions';
  readonly question: string;
  /** What Spillway, and the twin with it, takes to be true until somebody knows. */
  readonly assumed: string;
  /** What speaks for it. */
  readonly evidence: string;
  /** What is done to find out: by `prove` where there is one, by a person otherwise. */
  readonly how: string;
  /** Finds the answer on the bed, and leaves the bed as it was. */
  readonly prove?: (bed: Bed) => Promise<string>;
}

/** A place that may be disturbed: a service in an environment that nobody needs now. */
export interface Bed {
  readonly aws: Aws;
  readonly site: Site;
  readonly nowMs: () => number;
  readonly sleep: (seconds: number) => Promise<void>;
}

/** Asks again and again until there is an answer; the last words of an answer that never came are an error. */
export async function until<T>(
  bed: Bed,
  { what, minutes, everySeconds = 5 }: { what: string; minutes: number; everySeconds?: number },
  look: () => T | undefined | Promise<T | undefined>,
): Promise<T> {
  const deadlineMs = bed.nowMs() + minutes * 60_000;
  while (bed.nowMs() < deadlineMs) {
    const found = await look();
    if (found !== undefined) return found;
    await bed.sleep(everySeconds);
  }
  throw new Error(`${what}: no answer within ${minutes} minutes`);
}
