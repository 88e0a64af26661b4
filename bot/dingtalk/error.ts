/**
 * `refused`: DingTalk understood and said no; repeating changes nothing.
 * `limited`: too fast; certainly not carried out, may be repeated after a pause.
 * `quota`: the month's calls are used up; repeating only helps next month.
 * `unreachable`: no answer, or an answer that says the platform itself failed; may be repeated.
 */
export type DingTalkErrorKind = 'refused' | 'limited' | 'quota' | 'unreachable';

interface Failure {
  kind: DingTalkErrorKind;
  /** Name of the call, see api.ts. */
  api: string;
  /** DingTalk's own code, or one of ours in capitals: `TIMEOUT`, `NO_CONNECTION`, `NOT_JSON`, `BAD_REQUEST` … */
  code: string;
  message: string;
  /** HTTP status; 0 when there was no answer. */
  status?: number;
  ambiguous?: boolean;
  requestId?: string | undefined;
  cause?: unknown;
}

/** The one error of the wire. `message` is for the log, not for a user. */
export class DingTalkError extends Error {
  readonly kind: DingTalkErrorKind;
  readonly api: string;
  readonly code: string;
  readonly status: number;
  /** True when DingTalk may have carried the call out although no success was heard; a repeated send may then show twice. */
  readonly ambiguous: boolean;
  /** DingTalk's id of the request, to be quoted to its support. */
  readonly requestId: string | undefined;

  constructor(failure: Failure) {
    super(`${failure.api}: ${failure.code} ${failure.message}`.slice(0, 500), { cause: failure.cause });
    this.name = 'DingTalkError';
    this.kind = failure.kind;
    this.api = failure.api;
    this.code = failure.code;
    this.status = failure.status ?? 0;
    this.ambiguous = failure.ambiguous ?? false;
    this.requestId = failure.requestId;
  }
}

/** @returns a refusal of ours, made before anything was sent */
export function refusal(api: string, code: string, message: string): DingTalkError {
  return new DingTalkError({ kind: 'refused', api, code, message });
}
