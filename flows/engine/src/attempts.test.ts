import { InputError, RateLimitedError, UpstreamError } from '@pebble/kit/errors';
import { describe, expect, test } from 'vitest';
import { attempt } from './attempts.ts';
import { fakeClock } from './testing/fake-clock.ts';

function failing(...errors: unknown[]) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= errors.length) throw errors[calls - 1];
    return `call ${calls}`;
  };
}

function run(work: () => Promise<unknown>, options: { retry?: boolean; signal?: AbortSignal } = {}) {
  const clock = fakeClock();
  const outcome = attempt(work, { retry: options.retry ?? true, clock, signal: options.signal });
  return outcome.then((result) => ({ result, waits: clock.waits }));
}

const down = new UpstreamError('down');

describe('with retryOnFailure', () => {
  test('a failure that passes is repeated after 4, 8 and 16 seconds', async () => {
    expect(await run(failing(down, down, down))).toEqual({
      result: { ok: true, output: 'call 4', attempts: 4 },
      waits: [4000, 8000, 16000],
    });
  });

  test('the fourth failure is final', async () => {
    const { result, waits } = await run(failing(down, down, down, down, down));
    expect(result).toEqual({ ok: false, error: down, attempts: 4 });
    expect(waits).toHaveLength(3);
  });

  test('what cannot pass is not repeated', async () => {
    for (const error of [new InputError('no'), new TypeError('defect'), 'text']) {
      expect(await run(failing(error))).toEqual({ result: { ok: false, error, attempts: 1 }, waits: [] });
    }
  });

  test('a longer wait that the other side asks for is kept, up to half a minute', async () => {
    const limited = (seconds: number | null) => new RateLimitedError('limited', seconds);
    expect((await run(failing(limited(20), limited(2), limited(null)))).waits).toEqual([20000, 8000, 16000]);
    expect((await run(failing(limited(31)))).result).toMatchObject({ ok: false, attempts: 1 });
  });
});

test('without it there is one attempt', async () => {
  expect(await run(failing(down), { retry: false })).toEqual({
    result: { ok: false, error: down, attempts: 1 },
    waits: [],
  });
});

test('an abort ends it before the next attempt, and before the first', async () => {
  const controller = new AbortController();
  const work = async () => {
    controller.abort();
    throw down;
  };
  const { result } = await run(work, { signal: controller.signal });
  expect(result).toMatchObject({ ok: false, error: { name: 'AbortError' }, attempts: 1 });
  const late = await run(async () => expect.unreachable('it ran'), { signal: controller.signal });
  expect(late.result).toMatchObject({ ok: false, error: { name: 'AbortError' } });
});
