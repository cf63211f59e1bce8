/** Laws of gates: a window opens, in a zone that exists, at an hour that exists. */
import { formatClock } from '../clock.ts';
import type { Finding } from '../finding.ts';
import { quote } from '../kinds.ts';
import type { Path } from '../path.ts';
import type { Gate, Spec, WindowGate } from '../spec.ts';
import { findSkippedHour, isZone } from '../zone.ts';
import type { Rule } from './rule.ts';

export const windowsOpen: Rule = (spec, { nowMs }) =>
  gatesOf(spec).flatMap(({ gate, path }) =>
    gate.kind === 'window' ? judgeWindow(gate, path, nowMs) : [],
  );

function judgeWindow(gate: WindowGate, path: Path, nowMs: number | null): readonly Finding[] {
  const { fromMinutes, toMinutes, zone, days } = gate;
  const findings: Finding[] = [];
  if (toMinutes <= fromMinutes) {
    const message = `"${formatClock(toMinutes)}" is not after "${formatClock(fromMinutes)}"`;
    const fix = 'let from come before to; a window does not span midnight';
    findings.push({ code: 'E212', path: [...path, 'to'], message, fix });
  }
  if (days.length > new Set(days).size) {
    const message = `a day is given twice in ${days.join(', ')}`;
    findings.push({ code: 'E212', path: [...path, 'days'], message, fix: 'keep each day once' });
  }
  if (zone === '') return findings;
  if (isZone(zone)) return [...findings, ...skippedHours(gate, path, nowMs)];
  const message = `${quote(zone)} is not a time zone`;
  const fix = 'use a name of the IANA list, for example Europe/Berlin or UTC';
  return [...findings, { code: 'E212', path: [...path, 'zone'], message, fix }];
}

function skippedHours(gate: WindowGate, path: Path, nowMs: number | null): readonly Finding[] {
  if (nowMs === null) return [];
  const ends = { from: gate.fromMinutes, to: gate.toMinutes };
  return Object.entries(ends).flatMap(([key, minutes]): readonly Finding[] => {
    const skipped = findSkippedHour({ ...gate, minutes, nowMs });
    if (skipped === undefined) return [];
    const message = `${formatClock(minutes)} does not exist on ${skipped.date} in ${gate.zone}`;
    const fix = `choose ${formatClock(skipped.nextMinutes)} or UTC`;
    return [{ code: 'E212', path: [...path, key], message, fix }];
  });
}

function gatesOf({ environments }: Spec): readonly { readonly gate: Gate; readonly path: Path }[] {
  return environments.flatMap(({ gates, strategy }, environment) => {
    const path = ['environments', environment];
    const phases = strategy.kind === 'canary' ? strategy.phases : [];
    return [
      ...gates.map((gate, index) => ({ gate, path: [...path, 'gates', index] })),
      ...phases.flatMap(({ gate }, index) =>
        gate === null ? [] : [{ gate, path: [...path, 'strategy', 'phases', index, 'gate'] }],
      ),
    ];
  });
}
