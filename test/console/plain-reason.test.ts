import { describe, expect, it } from 'vitest';
import { plainReason } from '../../console/plain-reason.ts';

describe('a reason', () => {
  it.each([
    ['error-rate 12.4 % is above 5 %', 'error-rate 12.4 % is above 5 %'],
    ['Spillway.ImageRefused: no signature', 'no signature'],
    [
      'Spillway.Breach: alarm spillway/a/production/b/error-rate: Threshold Crossed: 1 out of the last 3 datapoints [26.043956043956044 (11/01/27 11:51:00)] was greater than the threshold (5.0) (minimum 1 datapoint for OK -> ALARM transition).',
      'alarm spillway/a/production/b/error-rate: Threshold Crossed: 1 out of the last 3 datapoints [26.04 (11/01/27 11:51:00)] was greater than the threshold (5.0).',
    ],
    ['version 1.22.333 is older than 1.23.0', 'version 1.22.333 is older than 1.23.0'],
    ['until 2027-01-12T14:00:00.000Z', 'until 2027-01-12T14:00:00.000Z'],
    ['', ''],
  ])('%s reads: %s', (reason, plain) => {
    expect(plainReason(reason)).toBe(plain);
  });
});
