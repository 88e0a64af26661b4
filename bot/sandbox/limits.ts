import { createHash } from 'node:crypto';

/** Counters behind the platform's published limits (dingtalk.md §4.1, §5.6, §12). They live in memory: a restart forgives. */
export interface Limits {
  /** One call of this API in real time; false once the second is full. Refused calls do not count. */
  allowCall(api: string): boolean;
  /** Why this work notification would be dropped for this person, or undefined (and then it is counted). */
  dropNotice(userId: string, content: string, now: Date): string | undefined;
  /** One message of a custom robot: false while it is blocked. */
  allowWebhook(token: string, nowMs: number): boolean;
}

const DAILY_PER_PERSON = 500;
const PERSONS_PER_MINUTE = 5000;
const WEBHOOK_PER_MINUTE = 20;
const WEBHOOK_BLOCK_MS = 10 * 60_000;

const shanghaiDay = (now: Date) => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

export function createLimits(ratePerSecond: number): Limits {
  const recent = new Map<string, number[]>();
  const webhooks = new Map<string, { times: number[]; blockedUntil: number }>();
  let day = '';
  let sentToday = new Map<string, Set<string>>();
  let minute = { at: 0, persons: 0 };
  return {
    allowCall(api) {
      const now = performance.now();
      const times = (recent.get(api) ?? []).filter((time) => now - time < 1000);
      recent.set(api, times);
      if (times.length >= ratePerSecond) return false;
      times.push(now);
      return true;
    },
    dropNotice(userId, content, now) {
      if (shanghaiDay(now) !== day) {
        day = shanghaiDay(now);
        sentToday = new Map();
      }
      const at = Math.floor(now.getTime() / 60_000);
      if (minute.at !== at) minute = { at, persons: 0 };
      const contents = sentToday.get(userId) ?? new Set();
      const digest = createHash('sha256').update(content).digest('base64');
      if (contents.has(digest)) return '143106';
      if (contents.size >= DAILY_PER_PERSON) return '143105';
      if (minute.persons >= PERSONS_PER_MINUTE) return '143103';
      minute.persons += 1;
      sentToday.set(userId, contents.add(digest));
      return undefined;
    },
    allowWebhook(token, nowMs) {
      const robot = webhooks.get(token) ?? { times: [], blockedUntil: 0 };
      webhooks.set(token, robot);
      if (robot.blockedUntil > nowMs) return false;
      robot.times = robot.times.filter((time) => nowMs - time < 60_000);
      if (robot.times.length >= WEBHOOK_PER_MINUTE) {
        robot.blockedUntil = nowMs + WEBHOOK_BLOCK_MS;
        return false;
      }
      robot.times.push(nowMs);
      return true;
    },
  };
}
