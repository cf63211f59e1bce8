import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatCount, formatPercent, formatUsd } from '../../../cli/render/number.ts';
import { writeCanary, writeSpec } from '../../core/spec/write-spec.ts';
import { run } from '../io.ts';

const releases = 'examples/shop/releases';
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spillway-plan-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

const everything = `strategy:
  kind: canary
  phases: [{ weight: 10, gate: { kind: approval, fourEyes: false } }, { weight: 100 }]
gates:
  - { kind: window, days: [sat], from: "08:00", to: "24:00", zone: UTC }
checks:
  - { kind: http, name: health, purpose: smoke, path: /health }
  - { kind: lambda, name: login, purpose: e2e, function: login-test }
  - { kind: ecs-task, name: tables, purpose: migration, taskFamily: cart-migrate }
thresholds:
  { errorRatePercent: null, latencyP95Ms: null, cpuPercent: null, memoryPercent: null, failedHealthChecks: null }
unsafe: { noAlarms: a batch job that nobody calls }
noTraffic: synthetic`;

const build = `build:
  kind: source
  project: cart-build
  directory: src
  stages: [lint, image]
  scan: { critical: null, high: null }
  signature: { signer: release }
`;

function file(content: string): string {
  const path = join(folder, 'spec.yaml');
  writeFileSync(path, content);
  return path;
}

describe('plan', () => {
  it('shows where, how, when, what is watched, what it takes and what it can see', async () => {
    const { exitCode, out } = await run(['plan', `${releases}/order-service.yaml`]);
    expect(exitCode).toBe(0);
    for (const line of [
      /^order-service {2}plan [0-9a-f]{12}$/m,
      /^ {2}needs +user-service >=2\.5\.0 <4\.0\.0$/m,
      /^production {2}codedeploy-overlay: /m,
      /^ {14}approval by somebody else, within 8h$/m,
      /^ {2}phases +10 % for 1h and 100 requests$/m,
      /^ {2}how +in steps: 25 %, 10 %, 0 %$/m,
      /^ {2}\+\S+ +production +bake at 10 % +1h$/m,
      /^ +all +[\d,]+$/m,
      /^ {2}one release +\$\d/m,
      /^ {2}production +10 % +1h +7,200 +0\.1 %/m,
    ]) {
      expect(out).toMatch(line);
    }
  });

  it('has words for everything that a spec can say', async () => {
    const path = file(`${writeSpec({ environment: everything })}rollbackSafe: false\n${build}`);
    const { exitCode, out } = await run(['plan', path], { columns: 200 });
    expect(exitCode).toBe(0);
    for (const text of [
      'build src with cart-build (lint, image) for x86_64; any findings, signed by release',
      'window sat 08:00 to 24:00 UTC',
      'before traffic: e2e login, function login-test, within 5m',
      ": migration tables, task cart-migrate with the candidate's image, within 5m",
      '10 % for 15m, after approval, within 4h',
      'never: a batch job that nobody calls',
      'not at all: holds and pages',
      'send synthetic requests',
    ]) {
      expect(out).toContain(text);
    }
  });

  it.each(['auth', 'user', 'product', 'order'])('of %s fits 80 columns', async (name) => {
    const { out } = await run(['plan', `${releases}/${name}-service.yaml`], { columns: 80 });
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
  });

  it('names the engine for each of the reference specs', async () => {
    const engines = await Promise.all(
      ['auth', 'user', 'product', 'order'].map(async (service) => {
        const { out } = await run(['plan', `${releases}/${service}-service.yaml`, '--json']);
        return JSON.parse(out).plan.environments.map(
          (planned: { engine: { kind: string } }) => planned.engine.kind,
        );
      }),
    );
    expect(engines).toEqual([
      ['codedeploy', 'codedeploy-overlay'],
      ['codedeploy', 'codedeploy'],
      ['rolling', 'rolling'],
      ['codedeploy', 'codedeploy-overlay'],
    ]);
  });

  it('adds the timeline and the costs up to what it says', async () => {
    const { out } = await run(['plan', `${releases}/auth-service.yaml`, '--json']);
    const { duration, cost, transitions } = JSON.parse(out);
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    expect(sum(duration.lines.map((line: { seconds: number }) => line.seconds))).toBe(
      duration.expectedSeconds,
    );
    expect(sum(cost.release.map((line: { usd: number }) => line.usd))).toBeCloseTo(cost.releaseUsd);
    expect(sum(transitions.map((line: { transitions: number }) => line.transitions))).toBe(
      cost.release[0].quantity,
    );
  });

  it('asks more time of a phase where there is less traffic', async () => {
    const doubling = async (rate: string) => {
      const words = [
        'plan',
        `${releases}/auth-service.yaml`,
        '--json',
        '--requests-per-second',
        rate,
      ];
      return JSON.parse((await run(words)).out).power.at(-1).doublingSeconds;
    };
    expect(await doubling('2')).toBeGreaterThan(await doubling('200'));
    expect(await doubling('0')).toBeNull();
  });

  it('shows warnings below the plan, and goes on', async () => {
    const path = file(writeCanary('weight: 60', 'weight: 100'));
    const { exitCode, out } = await run(['plan', path]);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^cart {2}plan [\s\S]*\nW205 /);
  });

  it('shows problems instead of a plan when there is an error', async () => {
    const path = file(writeSpec({ top: 'engine: rolling' }));
    const text = await run(['plan', path]);
    expect(text.exitCode).toBe(2);
    expect(text.out).toMatch(/^E231 {2}[\s\S]*1 error in 1 file/);
    const json = await run(['plan', path, '--json']);
    expect(json.exitCode).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({ problems: [{ code: 'E231' }] });
  });

  it.each([[[]], [['a.yaml', 'b.yaml']], [[releases]]])(
    'refuses %j: it plans one release',
    async (words) => {
      const { exitCode, err } = await run(['plan', ...words]);
      expect(exitCode).toBe(2);
      expect(err).toContain('give one file');
    },
  );
});

describe('numbers', () => {
  it('are the same on every machine', () => {
    expect([0, 7, 1234, 1234567.891, 999].map(formatCount)).toEqual([
      '0',
      '7',
      '1,234',
      '1,234,567.89',
      '999',
    ]);
    expect([0, 12.3, 0.01, 0.0042, 0.000025].map(formatUsd)).toEqual([
      '$0.00',
      '$12.30',
      '$0.01',
      '$0.0042',
      '$0.000025',
    ]);
    expect([0.1, 0.2468, 12].map(formatPercent)).toEqual(['0.1 %', '0.25 %', '12 %']);
  });
});
