/** The one place that talks HTTP. Tells apart “could not reach the server” and “the server refused”. */

/** No answer: no network, time ran out, or something in between answered in the server's place. */
export class Unreachable extends Error {
  constructor(options?: { cause?: unknown }) {
    super('网络不通，请检查网络；填写的内容已保存在本机。', options);
    this.name = 'Unreachable';
  }
}

export interface FaultyField {
  field: string;
  reason: string;
}

/** The server's answer was no. `message` is its own sentence and is shown unchanged. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly fields: FaultyField[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** Whether the same request may succeed by itself a little later, without anybody changing anything. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable ||
  (error instanceof Refusal && (error.status >= 500 || error.status === 408 || error.status === 429));

/** What a person reads when something went wrong. */
export const sentenceOf = (error: unknown): string =>
  error instanceof Refusal || error instanceof Unreachable ? error.message : '出了点问题，请稍候再试一次。';

export interface Exchange {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** JSON, a form, or bytes as they are (Blob). */
  body?: unknown;
  headers?: Record<string, string>;
  timeoutMs?: number;
}

/**
 * One request and its JSON answer.
 *
 * @throws Unreachable | Refusal
 */
export async function exchange<T>(path: string, options: Exchange = {}): Promise<T> {
  const { method = 'GET', body, headers = {}, timeoutMs = 20_000 } = options;
  const type =
    body instanceof FormData ? undefined : body instanceof Blob ? 'application/octet-stream' : 'application/json';
  const isRaw = type !== 'application/json';
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), timeoutMs);
  try {
    const answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: cut.signal,
      headers: body === undefined || !type ? headers : { ...headers, 'content-type': type },
      ...(body === undefined ? {} : { body: isRaw ? (body as Blob | FormData) : JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Unreachable({ cause });
    });
    return await read<T>(answer);
  } finally {
    clearTimeout(timer);
  }
}

async function read<T>(answer: Response): Promise<T> {
  if (answer.status === 204) return undefined as T;
  const json: unknown = await answer.json().catch((cause: unknown) => {
    // A login page of a public network or a proxy's error page is not our server.
    throw answer.status >= 400 && answer.status < 500 && answer.status !== 407
      ? new Refusal(answer.status, 'UNREADABLE', `系统没有接受这次请求（${answer.status}），请稍候再试。`)
      : new Unreachable({ cause });
  });
  if (answer.ok) return json as T;
  const { error } = json as { error?: { code?: string; message?: string; fields?: FaultyField[] } };
  throw new Refusal(
    answer.status,
    error?.code ?? 'UNKNOWN',
    error?.message ?? `系统没有接受这次请求（${answer.status}），请稍候再试。`,
    error?.fields,
  );
}
