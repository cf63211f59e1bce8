import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTrigger } from '../../../core/intake/read-trigger.ts';
import { digest } from '../builders.ts';

const detail = {
  'action-type': 'PUSH',
  result: 'SUCCESS',
  'repository-name': 'shop/auth-service',
  'image-digest': digest('a'),
  'image-tag': 'v1.1.0',
};
const pushed = (over: object = {}, outer: object = {}) => ({
  id: 'event-1',
  source: 'aws.ecr',
  'detail-type': 'ECR Image Action',
  detail: { ...detail, ...over },
  ...outer,
});

const wish = (over: object = {}) => ({
  kind: 'wish',
  service: 'auth-service',
  actor: 'unknown',
  reason: 'asked for',
  overrideQuarantine: false,
  overrideAlarms: [],
  rollbackOf: '',
  environment: '',
  reconciled: false,
  ...over,
});

const override = (overrideAlarms: unknown) => ({ service: 'a', version: 'v1', overrideAlarms });

describe('what starts a release', () => {
  it('is a push, as ECR tells it', () => {
    expect(readTrigger(pushed())).toEqual({
      understood: true,
      request: {
        kind: 'push',
        repository: 'shop/auth-service',
        digest: digest('a'),
        tag: 'v1.1.0',
        eventId: 'event-1',
      },
    });
  });

  it.each<[string, object, object]>([
    ['a version', { version: 'v1.3.0' }, { kind: 'version', version: 'v1.3.0' }],
    ['a digest', { digest: digest('b') }, { kind: 'digest', digest: digest('b'), version: null }],
    [
      'a digest and its version',
      { version: 'v1', digest: digest('b') },
      { kind: 'digest', digest: digest('b'), version: 'v1' },
    ],
    ['a source', { source: 'main' }, { kind: 'source', commit: 'main', version: 'main' }],
    [
      'a source with the version that it becomes',
      { source: '0123456789abcdef', version: 'v2' },
      { kind: 'source', commit: '0123456789abcdef', version: 'v2' },
    ],
    [
      'a long commit, shortened',
      { source: '0123456789abcdef' },
      { kind: 'source', commit: '0123456789abcdef', version: '0123456789ab' },
    ],
  ])('is a wish for %s', (_what, asked, artifact) => {
    expect(readTrigger({ service: 'auth-service', ...asked })).toEqual({
      understood: true,
      request: wish({ artifact }),
    });
  });

  it('may name alarms that are up', () => {
    const name = 'orders 5xx (all)';
    expect(readTrigger(override([name]))).toMatchObject({ request: { overrideAlarms: [name] } });
  });

  it.each<[string, unknown, RegExp]>([
    ['an untagged push', pushed({ 'image-tag': undefined }), /has no tag/],
    ['a push that failed', pushed({ result: 'FAILURE' }), /not understood/],
    ['a deletion', pushed({ 'action-type': 'DELETE' }), /not understood/],
    ['a push that somebody made up', pushed({}, { source: 'my.app' }), /not understood/],
    ['a wish for nothing', { service: 'auth-service' }, /name a version, a digest or a source/],
    ['a wish with a slip of the pen', { service: 'a', verison: 'v1' }, /not understood/],
    ['a short digest', { service: 'a', digest: 'sha256:abc' }, /\$\.digest must be sha256/],
    [
      'a tag with a shell in it',
      { service: 'a', version: '$(id)' },
      /\$\.version is not an image tag/,
    ],
    ['a source with a space', { service: 'a', source: 'a b' }, /\$\.source is not a commit/],
    ['nothing', undefined, /not understood/],
    ['an alarm without a name', override(['']), /\$\.overrideAlarms\.0 /],
    ['an alarm that is no text', override([1]), /\$\.overrideAlarms\.0 /],
    ['one alarm, outside of a list', override('a'), /\$\.overrideAlarms /],
    ['an alarm on two lines', override(['a\nb']), /\$\.overrideAlarms\.0 is not an alarm name/],
    ['an alarm that turns round', override(['a\u202eb']), /is not an alarm name/],
    ['a very long alarm', override(['a'.repeat(256)]), /\$\.overrideAlarms\.0 /],
    ['many alarms', override(Array.from({ length: 21 }, () => 'a')), /\$\.overrideAlarms /],
    ['an override by the sweep', { ...override(['a']), reconciled: true }, /only a person/],
    ['an override on the way back', { ...override(['a']), rollbackOf: 'r-1' }, /only a person/],
    [
      'one mistake, but several',
      { ...override(['a\nb']), version: '$(id)' },
      /\$\.version is not an image tag; \$\.overrideAlarms\.0 is not an alarm name/,
    ],
  ])('is not %s', (_what, input, reason) => {
    const read = readTrigger(input);
    expect(read).toMatchObject({ understood: false });
    expect(read.understood ? '' : read.reason).toMatch(reason);
  });

  it('is read or refused with a reason, whatever it is', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        const read = readTrigger(input);
        expect(read.understood || read.reason.length > 0).toBe(true);
      }),
    );
  });
});
