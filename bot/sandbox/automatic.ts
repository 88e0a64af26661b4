import { objectOf, parseJson, textOf } from './fields';
import { type World } from './world';

/**
 * The people of the demo do their duty: whoever is asked to check in, or to confirm the lines of a handover, opens the page behind
 * that button and does so. Without them every change of shift in a demo that nobody looks at would call substitutes and leaders.
 * Nothing else is answered, and nobody whose phone is open in a browser is answered for.
 */
const LOCATED_AT = [122.21, 29.99] as const;
const INPUTS: Readonly<Record<string, object>> = { checkIn: { location: LOCATED_AT }, confirmLine: {} };
const SHIFT = /#\/shifts\/([^/?#]+)/;
const LATEST = 20;
const MOST_LINES = 60;
/** How long somebody takes to look at the phone. */
const SLOWEST_MS = 20_000;
const AGAIN_MS = 5_000;
const MOST_ATTEMPTS = 12;

interface Asked {
  userId: string;
  step: string;
  shift: string;
}

/** What the newest cards on this phone ask of its person, each with a key that changes when the card does. */
function asked(world: World, userId: string): [key: string, Asked][] {
  return world.phones
    .messages(userId)
    .slice(-LATEST)
    .flatMap((message): [string, Asked][] => {
      if (message.kind !== 'card' || message.recalledAt) return [];
      const buttons = parseJson((objectOf(message['cardParamMap'])?.['buttons'] as string | undefined) || '[]');
      return (Array.isArray(buttons) ? buttons : []).flatMap((one): [string, Asked][] => {
        const button = objectOf(one);
        const step = textOf(button?.['id']) ?? '';
        const shift = SHIFT.exec(textOf(button?.['url']) ?? '')?.[1];
        if (!shift || !Object.hasOwn(INPUTS, step)) return [];
        return [[[userId, message['outTrackId'], step, message['updatedAt']].join('|'), { userId, step, shift }]];
      });
    });
}

interface Page {
  post(path: string, body: object): Promise<Response>;
}

/** The product as it is inside this person's phone. @throws Error while it is away */
async function signIn({ addresses, credentials }: World, userId: string): Promise<Page> {
  const origin = new URL(addresses.app ?? '').origin;
  const headers = { 'content-type': 'application/json', origin };
  const post = (path: string, body: object, more: Record<string, string> = {}) =>
    fetch(origin + path, {
      method: 'POST',
      headers: { ...headers, ...more },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(AGAIN_MS),
    });
  const answer = await post('/api/session', { code: credentials.issueCode(userId) });
  if (!answer.ok) throw new Error(`not signed in: ${answer.status}`);
  const { csrf } = (await answer.json()) as { csrf?: string };
  const cookie = answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  return {
    post: (path, body) =>
      post(path, body, { cookie, 'x-csrf-token': csrf ?? '', 'idempotency-key': `auto-${crypto.randomUUID()}` }),
  };
}

/** Check in once; confirm line by line until there is nothing more of theirs. @throws Error while the product is away */
async function serve(world: World, { userId, step, shift }: Asked): Promise<void> {
  const page = await signIn(world, userId);
  for (let done = 0; done < (step === 'checkIn' ? 1 : MOST_LINES); done += 1) {
    const { ok, status } = await page.post(`/api/shifts/${shift}/${step}`, INPUTS[step] ?? {});
    if (status >= 500) throw new Error(`not served: ${status}`);
    if (!ok) return;
  }
}

/** @param slowestMs within which everybody answers @returns how to end it */
export function letPeopleServe(world: World, slowestMs = SLOWEST_MS): () => void {
  const seen = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  const inTime = (ms: number, work: () => void) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer.unref());
  };
  function attempt(key: string, one: Asked, left: number) {
    const free = world.automatic.on && world.addresses.app && !world.phones.isOpen(one.userId);
    if (!free) return void seen.delete(key);
    serve(world, one).catch((error: unknown) => {
      if (left > 0) return inTime(AGAIN_MS, () => attempt(key, one, left - 1));
      world.log(`sandbox: ${one.userId} could not serve by themselves: ${String(error)}`);
    });
  }
  function look(userId: string) {
    if (!world.automatic.on || world.phones.isOpen(userId)) return;
    for (const [key, one] of asked(world, userId)) {
      if (seen.has(key)) continue;
      seen.add(key);
      if (seen.size > 5_000) seen.delete([...seen][0]!);
      inTime(Math.random() * slowestMs, () => attempt(key, one, MOST_ATTEMPTS));
    }
  }
  const everybody = () => world.organisation.people.forEach(({ userId }) => look(userId));
  const stops = [world.phones.watchAll(look), world.automatic.listen(everybody)];
  everybody();
  return () => {
    stops.forEach((stop) => stop());
    timers.forEach(clearTimeout);
  };
}

/** Whether the people of the demo answer by themselves. */
export interface Automatic {
  readonly on: boolean;
  set(on: boolean): void;
  listen(listener: () => void): () => void;
}

export function createAutomatic(first: boolean): Automatic {
  const listeners = new Set<() => void>();
  let on = first;
  return {
    get on() {
      return on;
    },
    set(next) {
      on = next;
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
