import { describe, expect, it } from 'vitest';
import {
  isValidTemplate,
  transformInput,
} from '../../../../twin/services/events/delivery/input-transformer.ts';
import { evaluatePath } from '../../../../twin/services/events/delivery/json-path.ts';

const event = {
  version: '0',
  id: 'id',
  'detail-type': 'type',
  source: 'source',
  account: '1',
  time: '2027-01-01T00:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: {
    payload: { acc_id: '0a787ecb', sf_id: 'baz' },
    one: ['HIGH'],
    many: ['ACTIVE', 'INACTIVE'],
    valid: true,
  },
};

const transform = (InputTemplate: string): string =>
  transformInput(
    {
      InputPathsMap: {
        type: '$.detail-type',
        user: '$.detail.payload.acc_id',
        payload: '$.detail.payload',
        missing: '$.detail.nothing',
        one: '$.detail.one',
        many: '$.detail.many',
        valid: '$.detail.valid',
      },
      InputTemplate,
    },
    { event, ruleArn: 'arn:rule', ruleName: 'rule', ingestionTime: '2027-01-01T00:00:01.000Z' },
  );

// As AWS was recorded.
describe('an input template', () => {
  it.each([
    ['"Event of <type>, <missing>!"', '"Event of type, !"'],
    ['"<one> and <many>"', '"[HIGH] and [ACTIVE,INACTIVE]"'],
    ['"Payload of <payload>"', '"Payload of {acc_id:0a787ecb,sf_id:baz}"'],
    ['"Command is <valid>!"', '"Command is true!"'],
    ['"<one>"\n"<user>"', '"[HIGH]"\n"0a787ecb"'],
    ['{"id": <user>}', '{"id": "0a787ecb"}'],
    ['{"id": "<user>"}', '{"id": "0a787ecb"}'],
    ['{"path": "users/<user>/<user>"}', '{"path": "users/0a787ecb/0a787ecb"}'],
    ['{"none": <missing>}', '{"none": ""}'],
    ['{"list": <one>}', '{"list": ["HIGH"]}'],
    ['{"body": [<user>, <valid>]}', '{"body": ["0a787ecb", true]}'],
    ['{"rule": "<aws.events.rule-arn>"}', '{"rule": "arn:rule"}'],
    ['"<aws.events.event.ingestion-time>"', '"2027-01-01T00:00:01.000Z"'],
    ['{"e": <aws.events.event.json>}', `{"e": ${JSON.stringify(event)}}`],
  ])('%s becomes %s', (template, expected) => {
    expect(transform(template)).toBe(expected);
  });

  it('leaves the detail out of <aws.events.event>', () => {
    const { originalEvent } = JSON.parse(transform('{"originalEvent": <aws.events.event>}'));
    expect(originalEvent).toMatchObject({ id: 'id', detailType: 'type' });
    expect(originalEvent).not.toHaveProperty('detail');
  });

  it.each(['{"payload": "<payload>"}', '{"list": "<one>"}'])(
    '%s cannot be delivered',
    (template) => {
      expect(() => transform(template)).toThrow('does not yield valid JSON');
    },
  );

  it.each([
    ['{"a": <b>}', true],
    ['"text <b>"', true],
    ['"one"\n"two"', true],
    ['<b> text', false],
    ['text', false],
  ])('%s is valid: %s', (template, valid) => {
    expect(isValidTemplate(template)).toBe(valid);
  });
});

describe('a path', () => {
  it.each([
    ['$', event],
    ['$.detail-type', 'type'],
    ['$.detail.payload.sf_id', 'baz'],
    ["$.detail['payload']", event.detail.payload],
    ['$.detail.many[1]', 'INACTIVE'],
    ['$.detail.many[*]', ['ACTIVE', 'INACTIVE']],
    ['$.detail.many[7]', undefined],
    ['$.detail.none.deeper', undefined],
  ])('%s leads to %j', (path, expected) => {
    expect(evaluatePath(path, event)).toEqual(expected);
  });
});
