/**
 * Every way in which the system refuses, and the HTTP status that says so.
 * One table is the whole vocabulary: a door never invents a code of its own.
 */
const STATUS = {
  INVALID_INPUT: 400,
  NOT_SIGNED_IN: 401,
  NOT_PERMITTED: 403,
  /** The second factor has not been proved, or too long ago. */
  SECOND_FACTOR: 403,
  FORBIDDEN_ORIGIN: 403,
  NOT_FOUND: 404,
  ILLEGAL_TRANSITION: 409,
  NOT_NOW: 409,
  STALE_DOCUMENT: 409,
  /** What was shown for approval has changed since. */
  STALE_VIEW: 409,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA: 415,
  CALENDAR_YEAR_UNKNOWN: 422,
  TOO_MANY_REQUESTS: 429,
  UNAVAILABLE: 503,
} as const;

export type RefusalCode = keyof typeof STATUS;

/**
 * A refusal meant to be read by the person who caused it; any other Error is a defect, answered as 500.
 *
 * `message` is one Chinese sentence that says what to do next and reaches the user unchanged; `details` go to the log.
 */
export class DomainError extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly details: Record<string, unknown> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'DomainError';
  }

  /** HTTP status of this refusal. */
  get status(): number {
    return STATUS[this.code];
  }
}
