import { describe, expect, it } from 'vitest';
import { plannedCourse } from '../../console/planned-course.ts';
import { weightHistory } from '../../console/weight-history.ts';
import type { PlannedEnvironment } from '../../core/plan/plan.ts';
import { tellAll } from './fake-releases.ts';
import { minute, now, type Told } from './stories.ts';

const story = (version: string): Told => {
  const found = tellAll().find(({ record }) => record.artifact.version === version);
  if (found === undefined) throw new Error(`no story of ${version}`);
  return found;
};

const productionOf = ({ plan }: Told): PlannedEnvironment => {
  const found = plan.environments.find(({ name }) => name === 'production');
  if (found === undefined) throw new Error('every story goes to production');
  return found;
};

const percents = (told: Told, environment = 'production') =>
  weightHistory(told.events, environment).points.map(({ percent }) => percent);

describe('the share of users over time', () => {
  it.each([
    ['v1.3.0', 'production', [0, 10, 25]],
    ['v1.3.0', 'staging', [0, 100]],
    ['v5.0.3', 'production', [0, 10, 25, 50, 100]],
    ['v2.1.0', 'production', [0, 10, 25, 0]],
    ['v0.1.0', 'production', []],
  ])('of %s in %s is what was read back', (version, environment, expected) => {
    expect(percents(story(version), environment)).toEqual(expected);
  });

  it('does not count what was only asked for', () => {
    const { events } = story('v1.3.0');
    const asked = events.filter(({ type }) => type !== 'weight.verified');
    expect(weightHistory(asked, 'production').points).toEqual([{ at: minute(-30), percent: 0 }]);
  });

  it('carries marks where it was breached, taken back and held', () => {
    const kinds = (version: string) =>
      weightHistory(story(version).events, 'production').marks.map(({ kind }) => kind);
    expect(kinds('v2.1.0')).toEqual(['breach', 'rollback']);
    expect(kinds('v0.9.0')).toEqual(['held']);
    expect(kinds('v5.0.3')).toEqual([]);
  });
});

describe('the course that is planned', () => {
  const course = (told: Told) =>
    plannedCourse({
      planned: productionOf(told),
      points: weightHistory(told.events, 'production').points,
      record: told.record,
      now,
    });

  it('begins when the bake under way is over, and bakes each phase that is left', () => {
    expect(course(story('v1.3.0'))).toEqual([
      { at: minute(9), percent: 50 },
      { at: minute(24), percent: 100 },
    ]);
  });

  it.each(['v5.0.3', 'v2.1.0', 'v7.2.0', 'v0.1.0'])(
    'is empty for %s, which rises no more by itself',
    (version) => {
      expect(course(story(version))).toEqual([]);
    },
  );
});
