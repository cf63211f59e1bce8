// The error names that Step Functions itself raises, and how Retry and Catch select by name.

export const STATES_ERRORS = {
  all: 'States.ALL',
  branchFailed: 'States.BranchFailed',
  dataLimitExceeded: 'States.DataLimitExceeded',
  exceedToleratedFailureThreshold: 'States.ExceedToleratedFailureThreshold',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  intrinsicFailure: 'States.IntrinsicFailure',
  itemReaderFailed: 'States.ItemReaderFailed',
  noChoiceMatched: 'States.NoChoiceMatched',
  parameterPathFailure: 'States.ParameterPathFailure',
  permissions: 'States.Permissions',
  queryEvaluationError: 'States.QueryEvaluationError',
  resultPathMatchFailure: 'States.ResultPathMatchFailure',
  resultWriterFailed: 'States.ResultWriterFailed',
  runtime: 'States.Runtime',
  taskFailed: 'States.TaskFailed',
  timeout: 'States.Timeout',
} as const;

/** States.TaskFailed stands for every error but a time-out; States.ALL for everything that can be caught at all. */
export function selects(errorEquals: readonly string[], errorName: string | undefined): boolean {
  return errorEquals.some((wanted) => {
    if (wanted === errorName) return true;
    if (wanted === STATES_ERRORS.all) return errorName !== STATES_ERRORS.runtime;
    if (wanted === STATES_ERRORS.timeout) return errorName === STATES_ERRORS.heartbeatTimeout;
    if (wanted !== STATES_ERRORS.taskFailed) return false;
    return errorName !== STATES_ERRORS.timeout && errorName !== STATES_ERRORS.runtime;
  });
}
