/** The states of a machine's text, those inside of others included. */
import type { SourceFile } from './rule.ts';

export type Fields = Readonly<Record<string, unknown>>;

export interface State {
  readonly name: string;
  readonly fields: Fields;
}

export function statesOf(file: SourceFile): readonly State[] {
  return statesIn(JSON.parse(file.text));
}

/** `Retry` or `Catch` of a state, as the error names of each entry. */
export function errorsNamed(
  state: State,
  field: 'Retry' | 'Catch',
): readonly (readonly string[])[] {
  return listOf(state.fields[field]).map((entry) =>
    listOf(fieldsOf(entry)['ErrorEquals']).map(String),
  );
}

function statesIn(machine: unknown): readonly State[] {
  return Object.entries(fieldsOf(fieldsOf(machine)['States'])).flatMap(([name, value]) => {
    const fields = fieldsOf(value);
    const inner = [...listOf(fields['Branches']), fields['ItemProcessor'], fields['Iterator']];
    return [{ name, fields }, ...inner.flatMap(statesIn)];
  });
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
