/** What is known, or assumed, about the size and the traffic of a service in an environment. */

/** By environment name. */
export type Workloads = Readonly<Record<string, Workload>>;

export interface Workload {
  readonly tasks: number;
  readonly vcpus: number;
  readonly memoryGb: number;
  readonly requestsPerSecond: number;
  /** Of the version that runs now; above 0. */
  readonly baseErrorRatePercent: number;
}

/** Two small tasks with a little traffic, where nobody says otherwise. */
export const defaultWorkload: Workload = {
  tasks: 2,
  vcpus: 0.5,
  memoryGb: 1,
  requestsPerSecond: 20,
  baseErrorRatePercent: 0.1,
};

export function workloadOf(workloads: Workloads, environment: string): Workload {
  return workloads[environment] ?? defaultWorkload;
}
