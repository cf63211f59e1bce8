import { describe, expect, it } from 'vitest';
import { mapErrors } from '../../../lambdas/middleware/map-errors.ts';

/** What a machine hears of an error of this name. */
async function heard(name: string, message = 'no'): Promise<Error | null> {
  const request = { error: Object.assign(new Error(message), { name }) };
  await mapErrors().onError?.(request as never);
  return request.error;
}

describe('an error of AWS', () => {
  it.each(['ThrottlingException', 'TooManyRequestsException', 'TimeoutError'])(
    '%s is worth a retry',
    async (name) => {
      expect(await heard(name)).toMatchObject({ name: 'Spillway.Unavailable' });
    },
  );

  it.each(['AccessDenied', 'AccessDeniedException'])(
    '%s keeps its name, and has a page',
    async (name) => {
      expect(await heard(name, 'role x may not')).toMatchObject({
        name,
        message: 'E502 role x may not',
      });
    },
  );

  it('that says something else is left alone', async () => {
    expect(await heard('ValidationException')).toMatchObject({
      name: 'ValidationException',
      message: 'no',
    });
  });
});
