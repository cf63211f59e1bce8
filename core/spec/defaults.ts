/** What a spec means where it says nothing. The numbers are the users' requirements. */
import type { BuildStage, Phase, Profile, Thresholds, Weekday } from './spec.ts';

const minute = 60;
const hour = 60 * minute;

const bakeSeconds = 15 * minute;

export const profilePhases: Readonly<Record<Profile, readonly Phase[]>> = {
  standard: [phase(10), phase(25), phase(50), phase(100)],
  careful: [
    { ...phase(10), bakeSeconds: hour, requestsMin: 100 },
    phase(25),
    phase(50),
    phase(100),
  ],
};

export const defaultThresholds: Thresholds = {
  errorRatePercent: 5,
  latencyP95Ms: 1000,
  cpuPercent: 90,
  memoryPercent: 90,
  failedHealthChecks: 3,
};

const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri'];
const buildStages: readonly BuildStage[] = [
  'lint',
  'unit',
  'mutation',
  'contract',
  'scan',
  'image',
  'push',
];

export const defaults = {
  tagPatterns: ['v*'],
  buildStages,
  buildTimeoutSeconds: 30 * minute,
  scan: { criticalMax: 0, highMax: 0, mediumMax: null, lowMax: null },
  bakeSeconds,
  /** Just above what the alarms need to see a breach; used where nothing bakes at a lower weight. */
  allAtOnceBakeSeconds: 5 * minute,
  minimumHealthyPercent: 100,
  maximumPercent: 200,
  approvalTimeoutSeconds: 4 * hour,
  weekdays,
  checkTimeoutSeconds: 5 * minute,
  expectStatus: 200,
  gradualStepsPercent: [50, 25, 0],
  gradualStepSeconds: minute,
  keepWarmSeconds: hour,
  maxDurationSeconds: 24 * hour,
} as const;

function phase(weightPercent: number): Phase {
  return { weightPercent, bakeSeconds, requestsMin: 0, gate: null };
}
