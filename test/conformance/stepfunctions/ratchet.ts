// The recorded cases that are not met, and why. The set may only shrink: a case that passes must leave it.

const MAP_EXIT =
  'AWS recorded both MapRunSucceeded and MapRunStarted as the event before MapStateExited, without a rule in the machines: every recording with JSONata or variables, so a newer one, has MapRunStarted; the twin follows the more frequent one';
const NO_REDRIVE_COUNT = 'recorded before the context object had a RedriveCount';
const CLIENT_SIDE = "refused by the recording client's own checks, so that AWS never saw it";

const names = (reason: string, cases: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(cases.map((name) => [name, reason]));

/** By the end of the case's name. */
export const UNMET_RESULTS: Readonly<Record<string, string>> = {};

export const UNMET_HISTORIES: Readonly<Record<string, string>> = {
  ...names(MAP_EXIT, [
    'TestBaseScenarios::test_map_state_config_distributed_item_selector_parameters#get_execution_history',
    'TestBaseScenarios::test_map_state_nested_config_distributed#get_execution_history',
    'TestBaseScenarios::test_map_state_config_distributed_items_path_from_previous#get_execution_history',
    'TestAssignReferenceVariables::test_reference_in_map_state[MAP_STATE_REFERENCE_IN_TOLERATED_FAILURE_PATH]#get_execution_history',
    'TestAssignReferenceVariables::test_reference_in_map_state[MAP_STATE_REFERENCE_IN_ITEM_SELECTOR]#get_execution_history',
    'TestBaseScenarios::test_map_item_batching_base_json_max_per_batch_jsonata#get_execution_history',
    'TestBaseScenarios::test_map_item_reader_base_json_with_items_path[VALID_ITEMS_PATH_FROM_ITEM_READER]#get_execution_history',
    'TestBaseScenarios::test_map_item_reader_base_json_with_items_path[VALID_ITEMS_PATH_FROM_PREVIOUS]#get_execution_history',
    'TestAssignReferenceVariables::test_reference_in_map_state_max_items_path[MAP_STATE_REFERENCE_IN_MAX_PER_BATCH_PATH]#get_execution_history',
  ]),
  ...names(NO_REDRIVE_COUNT, [
    'TestBaseScenarios::test_lambda_invoke_with_retry_extended_input#get_execution_history',
    'TestBaseScenarios::test_lambda_service_invoke_with_retry_extended_input#get_execution_history',
  ]),
};

export const UNMET_API_CALLS: Readonly<Record<string, string>> = {
  ...names(CLIENT_SIDE, [
    'TestSnfApiVersioning::test_list_state_machine_versions_pagination#list-state-machine-versions-param-short-nextToken',
    'TestSnfApi::test_list_executions_pagination#list-executions-invalid-param-short-nextToken',
    'TestStateMachineScenarios::test_base_state_name_validation_failures[empty]#exception',
  ]),
};

export const UNMET_TEST_STATES: Readonly<Record<string, string>> = {};
