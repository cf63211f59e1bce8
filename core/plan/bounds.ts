/** How long Spillway waits for what no spec mentions. */
import { limits } from '../limits.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

export const bounds = {
  /** Verification reads ECR and, where a scan still runs, waits for it. */
  verifySeconds: 10 * minute,
  /** New tasks must be healthy by then. CodeDeploy itself would wait an hour; the ECS breaker counts ten crashes. */
  prepareSeconds: 10 * minute,
  /** CodeDeploy starts a lifecycle event within 5 minutes and shifts in seconds; then it is read back. */
  handBackSeconds: 10 * minute,
  /** Traffic is gone in seconds; the rest is CodeDeploy's own rollback and the proof. */
  rollbackSeconds: 15 * minute,
  /** One look at metrics and alarms; ALB and ECS publish once a minute. */
  judgeIntervalSeconds: limits.alarmPeriodSeconds,
  /** At one look a minute this is a canary of 20 hours. */
  looksMax: 1200,
  /** Five datapoints, of which the last one or two have not been published yet. */
  judgeWindowSeconds: 5 * limits.alarmPeriodSeconds,
  /** So many of the window's datapoints above a level are a breach; one alone may be noise. */
  samplesOverMax: 2,
  /** Fewer requests cannot tell 5 % from bad luck. */
  judgedRequestsMin: 50,
  /** An inconclusive bake may wait this long for traffic to come. */
  holdSeconds: hour,
  /** Where no traffic means failure: only as long as metrics may be late. */
  metricGraceSeconds: 5 * minute,
  /** A soak that has not begun yet (the environment before still guards) gets this much more. */
  soakGraceSeconds: hour,
  /** Weekly windows open within a week. */
  windowSeconds: 7 * day,
} as const;
