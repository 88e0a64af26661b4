import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pino, { type Logger } from 'pino';
import { type Config } from './config';

/** Never written, wherever in a log entry they turn up; the code does not log them either. */
const SECRET = [
  'cookie',
  'authorization',
  'secret',
  'clientSecret',
  'accessToken',
  'csrf',
  'phone',
  'mobile',
  'petitionerName',
  'petitionerPhone',
  'content',
  'body',
];

/** Named fields only: driver errors carry whole documents with them. */
function plainError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return { type: name, message, stack, ...(code ? { code } : {}), ...(cause ? { cause: plainError(cause) } : {}) };
}

/**
 * The log: on a real installation to the standard output as JSON lines; in the demo to `DATA_DIR/server.log`, so that the terminal
 * stays readable, with errors on the terminal as well.
 */
export function openLog({ LOG_LEVEL: level, LIANDONG_PRODUCTION, DATA_DIR }: Config): Logger {
  const options = {
    level,
    base: null,
    redact: { paths: SECRET.flatMap((name) => [name, `*.${name}`]), censor: '…' },
    serializers: { err: plainError },
  };
  if (LIANDONG_PRODUCTION || level === 'silent') return pino(options);
  mkdirSync(resolve(DATA_DIR), { recursive: true });
  const file = pino.destination({ dest: join(resolve(DATA_DIR), 'server.log'), sync: false });
  return pino(
    options,
    pino.multistream([
      { level, stream: file },
      { level: 'error', stream: process.stderr },
    ]),
  );
}
