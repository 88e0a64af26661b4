/** One API call as the platform saw it. Secrets never reach the log; bodies are shortened. */
interface LoggedCall {
  id: number;
  /** Virtual time. */
  at: string;
  family: 'old' | 'new';
  method: string;
  path: string;
  /** The route's pattern, so that calls to one API can be counted. */
  api: string | null;
  status: number;
  /** `errcode` or `code` of a refusal; null on success. */
  code: string | number | null;
  ms: number;
  body: unknown;
  requestId: string;
  /** The caller's own request id, when it sent one. */
  callerRequestId: string | null;
}

export interface CallLog {
  add(call: Omit<LoggedCall, 'id'>): void;
  /** @param since the last id seen, or an instant (ISO or milliseconds) */
  since(since: string | null): LoggedCall[];
}

const KEPT = 20_000;
const SECRET_FIELDS = /secret|token$|^code$|ticket/i;
const LONGEST_TEXT = 2000;

export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 6) return '…';
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => redact(item, depth + 1));
  const entries = Object.entries(value).slice(0, 100);
  return Object.fromEntries(
    entries.map(([key, item]) => [key, SECRET_FIELDS.test(key) ? '***' : redact(item, depth + 1)]),
  );
}

export function createCallLog(): CallLog {
  let calls: LoggedCall[] = [];
  let last = 0;
  return {
    add(call) {
      calls.push({ id: (last += 1), ...call });
      if (calls.length > KEPT * 1.1) calls = calls.slice(-KEPT);
    },
    since(since) {
      if (!since) return calls;
      const number = Number(since);
      if (Number.isFinite(number) && number < 1e11) return calls.filter(({ id }) => id > number);
      const instant = Number.isFinite(number) ? number : Date.parse(since);
      return calls.filter(({ at }) => Date.parse(at) >= instant);
    },
  };
}
