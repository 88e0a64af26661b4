/** How long before its end a token is renewed. Source: DingTalk server API calling guide. */
const RENEW_BEFORE_MS = 10 * 60_000;

/** A secret that the platform lends for two hours: the access token, the JSAPI ticket. */
interface Lent {
  value: string;
  /** Seconds from now. */
  expiresIn: number;
}

export interface Renewable {
  /** The current value; everybody who asks while it is being fetched waits for the same fetch. */
  get(): Promise<string>;
  /** Forget this value, if it is still the current one: the platform has refused it. */
  drop(value: string): void;
}

/** Keep one lent secret fresh. A failed fetch is not kept: the next caller tries again. */
export function renewable(clock: () => Date, fetchIt: () => Promise<Lent>): Renewable {
  let held: { value: string; renewAt: number } | undefined;
  let fetching: Promise<string> | undefined;

  const renew = async (): Promise<string> => {
    const { value, expiresIn } = await fetchIt();
    // A very short loan is used for half its time instead of being fetched for every call.
    const keptMs = Math.max(expiresIn * 1000 - RENEW_BEFORE_MS, expiresIn * 500);
    held = { value, renewAt: clock().getTime() + keptMs };
    return value;
  };

  return {
    get() {
      if (held && clock().getTime() < held.renewAt) return Promise.resolve(held.value);
      fetching ??= renew().finally(() => (fetching = undefined));
      return fetching;
    },
    drop(value) {
      if (held?.value === value) held = undefined;
    },
  };
}
