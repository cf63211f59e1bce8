// Behaviour of ECS that nobody has proved on a real account. Each is a switch, set to the cautious side.

export const UNPROVEN = {
  /**
   * Whether a task that reached RUNNING and then exits by itself counts as a failure of the deployment.
   * The API reference names only tasks that do not start or fail a health check: a crash loop goes unnoticed.
   */
  exitAfterStartTripsCircuitBreaker: false,
  /**
   * How long a rolling deployment with alarms goes on watching after it is steady, where no bake time is
   * configured. AWS derives it from the alarms in an undocumented way.
   */
  rollingBakeMinutesByDefault: 0,
  /** Whether a start for which there is no capacity counts as a failed task. */
  missingCapacityTripsCircuitBreaker: false,
} as const;
