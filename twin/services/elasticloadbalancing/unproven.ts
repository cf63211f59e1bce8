// Behaviour of load balancers that nobody has proved on a real account. Each is a switch, set to the cautious side.

export const UNPROVEN = {
  /** Whether a group whose targets have not passed a check yet, and of which none has failed, gets requests. */
  unprovenTargetsServe: false,
  /** How long changes of rules travel to the data plane: nobody publishes it. */
  propagationMs: { median: 2000, p99: 20_000, max: 120_000 },
} as const;
