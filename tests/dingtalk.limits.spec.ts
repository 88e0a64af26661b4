import { budget, monthOf } from '../bot/dingtalk/budget';
import { crew, Overloaded } from '../bot/dingtalk/crew';
import { pauseAfter, turnstile } from '../bot/dingtalk/limits';
import { once } from '../bot/dingtalk/once';
import { retryAfter } from '../bot/dingtalk/stream';
import { renewable } from '../bot/dingtalk/token';

/** A clock that only moves when somebody sleeps. */
function virtualPace() {
  let now = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    elapsed: () => now,
    random: () => 0,
    sleep: (milliseconds: number) => new Promise<void>((wake) => sleepers.push({ at: now + milliseconds, wake })),
    async run() {
      for (let next = sleepers.sort((a, b) => a.at - b.at).shift(); next; next = sleepers.shift()) {
        now = next.at;
        next.wake();
        await new Promise(setImmediate);
      }
    },
  };
}

async function passages(count: number, closeMs = 0): Promise<number[]> {
  const pace = virtualPace();
  const gate = turnstile(15, pace);
  if (closeMs) gate.close(closeMs);
  const times: number[] = [];
  const all = Array.from({ length: count }, () => gate.pass().then(() => times.push(pace.elapsed())));
  await Promise.resolve();
  await pace.run();
  await Promise.all(all);
  return times;
}

describe('the turnstile of one API', () => {
  it('lets 15 a second pass in the long run', async () => {
    const times = await passages(150);
    expect(times.at(-1)).toBeCloseTo((150 - 3) * (1000 / 15), 5);
  });
  it('never lets 20 pass within one second', async () => {
    const times = await passages(200);
    const busiest = Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
    expect(busiest).toBeLessThanOrEqual(18);
  });
  it('keeps the order of arrival', async () => {
    const times = await passages(60);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
  it('lets nobody pass while it is closed', async () => {
    expect((await passages(2, 1000))[0]).toBe(1000);
  });
});

describe('the pause before another try', () => {
  it('is at least a second, doubles, and is stretched by chance', () => {
    expect([1, 2, 3].map((attempt) => pauseAfter(attempt, () => 0))).toEqual([1000, 2000, 4000]);
    expect(pauseAfter(2, () => 0.5)).toBe(2500);
  });
  it('of the Stream grows from 1 to 60 seconds and no further', () => {
    const timing = { firstRetryMs: 1_000, lastRetryMs: 60_000 };
    expect([1, 2, 3, 6, 7, 1000].map((failures) => retryAfter(failures, timing, 0))).toEqual([
      1e3, 2e3, 4e3, 32e3, 6e4, 6e4,
    ]);
    expect(retryAfter(1000, timing, 0.99)).toBe(60_000);
  });
});

describe('a token', () => {
  function tokens(expiresIn = 7200) {
    const at = { now: 0 };
    let fetched = 0;
    const token = renewable(
      () => new Date(at.now),
      () => Promise.resolve({ value: `token-${(fetched += 1)}`, expiresIn }),
    );
    return { at, token, fetches: () => fetched };
  }

  it('is fetched once for all who ask at the same time', async () => {
    const { token, fetches } = tokens();
    const all = await Promise.all([token.get(), token.get(), token.get()]);
    expect([...all, fetches()]).toEqual(['token-1', 'token-1', 'token-1', 1]);
  });
  it('is kept until ten minutes before its end', async () => {
    const { at, token } = tokens();
    await token.get();
    at.now = 110 * 60_000 - 1;
    expect(await token.get()).toBe('token-1');
    at.now = 110 * 60_000;
    expect(await token.get()).toBe('token-2');
  });
  it('that lives for seconds only is still used for half of them', async () => {
    const { at, token } = tokens(10);
    await token.get();
    at.now = 4_999;
    expect(await token.get()).toBe('token-1');
    at.now = 5_000;
    expect(await token.get()).toBe('token-2');
  });
  it('that was refused is fetched anew, but only once for all who saw the refusal', async () => {
    const { token, fetches } = tokens();
    const refused = await token.get();
    token.drop(refused);
    await token.get();
    token.drop(refused);
    expect([await token.get(), fetches()]).toEqual(['token-2', 2]);
  });
  it('that could not be fetched is asked for again by the next caller', async () => {
    let tries = 0;
    const token = renewable(
      () => new Date(0),
      () => ((tries += 1) === 1 ? Promise.reject(new Error('away')) : Promise.resolve({ value: 't', expiresIn: 7200 })),
    );
    await expect(token.get()).rejects.toThrow('away');
    expect(await token.get()).toBe('t');
  });
});

describe('work that DingTalk delivers twice', () => {
  const at = { now: 0 };
  const remember = () => once(300_000, 3, () => at.now);

  it('is done once, and the second asker hears the same result', async () => {
    const seen = remember();
    let done = 0;
    const work = () => Promise.resolve((done += 1));
    expect([await seen('a', work), await seen('a', work), await seen('b', work)]).toEqual([1, 1, 2]);
  });
  it('is done again after it failed', async () => {
    const seen = remember();
    await expect(seen('a', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
    expect(await seen('a', () => Promise.resolve('done'))).toBe('done');
  });
  it('is forgotten after its time, and the oldest when there is too much of it', async () => {
    const seen = remember();
    let done = 0;
    const work = () => Promise.resolve((done += 1));
    await seen('a', work);
    at.now = 299_999;
    expect(await seen('a', work)).toBe(1);
    at.now = 300_000;
    expect(await seen('a', work)).toBe(2);
    for (const key of ['b', 'c', 'd']) await seen(key, work);
    expect(await seen('d', work)).toBe(5);
    expect(await seen('a', work)).toBe(6);
  });
});

describe('a crew', () => {
  const gate = () => {
    let open: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (open = resolve));
    return { open, wait };
  };

  it('works with a bounded number of hands, in order, and refuses what it cannot queue', async () => {
    const team = crew(2, 1);
    const door = gate();
    const begun: number[] = [];
    const job = (n: number) => team.run(() => (begun.push(n), door.wait));
    const jobs = [job(1), job(2), job(3)];
    await expect(job(4)).rejects.toThrow(Overloaded);
    expect(begun).toEqual([1, 2]);
    door.open();
    await Promise.all(jobs);
    expect(begun).toEqual([1, 2, 3]);
  });
  it('is idle when the last job has ended, well or badly', async () => {
    const team = crew(1, 5);
    const results = [team.run(() => Promise.reject(new Error('x'))), team.run(() => Promise.resolve(2))];
    const settled = Promise.allSettled(results);
    await team.idle();
    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});

describe('the budget of a month', () => {
  it('turns at midnight of the first in Beijing', () => {
    expect(monthOf(new Date('2026-02-28T15:59:59.999Z'))).toBe('2026-02');
    expect(monthOf(new Date('2026-02-28T16:00:00.000Z'))).toBe('2026-03');
  });
  it('is told call by call, and warns at four fifths and at the end', async () => {
    const told: unknown[] = [];
    const warned: unknown[] = [];
    const log = { info() {}, error() {}, warn: (facts: object) => void warned.push(facts) };
    const calls = budget(10, {
      clock: () => new Date('2026-03-01T00:00:00Z'),
      log,
      spend: (...call) => void told.push(call),
      spent: () => Promise.resolve(6),
    });
    for (let call = 0; call < 5; call += 1) calls.spend('deliverCard');
    await new Promise(setImmediate);
    expect(told).toEqual(Array(5).fill(['2026-03', 'deliverCard', 1]));
    expect(warned).toMatchObject([{ spent: 8 }, { spent: 10 }]);
  });
});
