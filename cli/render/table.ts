/** Columns that line up. */
import { widthOf } from './width.ts';

export interface TableOptions {
  readonly gap?: number;
  /** Columns whose cells end, not begin, at one edge: numbers. */
  readonly right?: readonly number[];
}

export type Row = readonly string[];

export function renderTable(
  rows: readonly Row[],
  { gap = 2, right = [] }: TableOptions = {},
): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  );
  return rows.map((row) => `${renderRow(row, widths, gap, right).trimEnd()}\n`).join('');
}

function renderRow(
  row: Row,
  widths: readonly number[],
  gap: number,
  right: readonly number[],
): string {
  return row
    .map((cell, column) => pad(cell, widths[column] ?? 0, right.includes(column)))
    .join(' '.repeat(gap));
}

function pad(cell: string, width: number, right: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return right ? blanks + cell : cell + blanks;
}
