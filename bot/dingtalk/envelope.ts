import { z } from 'zod';
import { DingTalkError, type DingTalkErrorKind } from './error';

/** One HTTP answer, before anybody has judged it. */
export interface Answer {
  status: number;
  text: string;
}

interface Verdict {
  kind: DingTalkErrorKind;
  /** The call may have been carried out all the same. */
  ambiguous?: boolean;
}

/** Codes that are not plain refusals. Sources: DingTalk global error codes; "how to process API throttling". */
const VERDICTS: Record<string, Verdict> = {
  // Old family, numeric.
  '-1': { kind: 'unreachable', ambiguous: true },
  '15': { kind: 'unreachable', ambiguous: true },
  '88': { kind: 'unreachable' }, // its sub-code is empty: the platform's own sign-in service timed out before the call
  '90002': { kind: 'limited' },
  '90005': { kind: 'limited' },
  '90006': { kind: 'limited' },
  '90018': { kind: 'limited' },
  '90020': { kind: 'quota' },
  '410100': { kind: 'limited' },
  '1111': { kind: 'limited' }, // the firewall before the platform, in a format of its own
  // New family, words.
  'Forbidden.AccessDenied.QpsLimitForAppkeyAndApi': { kind: 'limited' },
  'Forbidden.AccessDenied.QpmLimitForAppkeyAndApi': { kind: 'limited' },
  'Forbidden.AccessDenied.QpsLimitForApi': { kind: 'limited' },
  'Forbidden.AccessDenied.ApiCountLimitForOrg': { kind: 'quota' },
  'send.too.fast': { kind: 'limited' },
  'too.many.group': { kind: 'limited' },
  'too.many.people': { kind: 'limited' },
  'toomuch.msg': { kind: 'limited' },
  'todo.taskCreate.flowControlError': { kind: 'limited' },
  'todo.taskCreate.lockError': { kind: 'limited' },
  'ding.serverquota.insufficient': { kind: 'quota' },
};

/** The token has expired, was replaced or belongs to somebody else: fetch a new one and try once more. */
const TOKEN_CODES = new Set(['40001', '40014', '42001', 'InvalidAuthentication']);

export const saysTokenIsInvalid = (error: unknown): boolean =>
  error instanceof DingTalkError && TOKEN_CODES.has(error.code);

const code = z.union([z.string(), z.number()]).transform(String);
const words = z.string().catch('');
const OldEnvelope = z.looseObject({
  errcode: code,
  errmsg: words.default(''),
  sub_code: code.optional().catch(undefined),
  sub_msg: words.optional(),
  request_id: words.optional(),
});
const NewFailure = z.looseObject({
  code,
  message: words.default(''),
  requestid: words.optional(),
  /** Names the permission an administrator has to grant. */
  accessdenieddetail: z
    .looseObject({ requiredScopes: z.array(z.string()) })
    .optional()
    .catch(undefined),
});
const Firewall = z.looseObject({ status: z.literal(1111) });

function failure(api: string, status: number, code: string, message: string, requestId?: string): DingTalkError {
  const verdict = VERDICTS[code] ?? (status >= 500 ? { kind: 'unreachable', ambiguous: true } : statusVerdict(status));
  return new DingTalkError({ ...verdict, api, code, message, status, requestId } as const);
}

const statusVerdict = (status: number): Verdict => ({ kind: status === 429 ? 'limited' : 'refused' });

function parse(api: string, { status, text }: Answer): unknown {
  if (status === 204 || text === '') return {};
  try {
    return JSON.parse(text);
  } catch (cause) {
    // A proxy, a blocked address or a broken gateway answers in HTML. Whether the call got through is unknown.
    const message = 'the answer is not JSON';
    throw new DingTalkError({ kind: 'unreachable', api, code: 'NOT_JSON', message, status, ambiguous: true, cause });
  }
}

/**
 * Read an answer of the old family: HTTP 200 whatever happened, judged by `errcode`, which may be a numeric string.
 * Code 88 hides the real one in `sub_code`. @throws DingTalkError
 */
export function readOld(api: string, answer: Answer): unknown {
  const body = parse(api, answer);
  const envelope = OldEnvelope.safeParse(body);
  if (Firewall.safeParse(body).success) throw failure(api, answer.status, '1111', 'blocked by the firewall');
  if (!envelope.success) throw failure(api, Math.max(answer.status, 502), 'NO_ERRCODE', 'the answer has no errcode');
  const { errcode, errmsg, sub_code, sub_msg, request_id } = envelope.data;
  if (/^ *0 *$/.test(errcode) && answer.status < 400) return body;
  const inner = Number(errcode) === 88 && sub_code ? sub_code.trim() : '';
  throw failure(api, answer.status, inner || errcode.trim(), sub_msg || errmsg, request_id);
}

/** Read an answer of the new family: HTTP 2xx is success, anything else carries `{code, message, requestid}`. @throws DingTalkError */
export function readNew(api: string, answer: Answer): unknown {
  const body = parse(api, answer);
  if (Firewall.safeParse(body).success) throw failure(api, answer.status, '1111', 'blocked by the firewall');
  if (answer.status >= 200 && answer.status < 300) return body;
  const said = NewFailure.safeParse(body);
  if (!said.success) throw failure(api, answer.status, `HTTP_${answer.status}`, 'no error code in the answer');
  const { message, requestid, accessdenieddetail } = said.data;
  const missing = accessdenieddetail ? ` [${accessdenieddetail.requiredScopes.join(', ')}]` : '';
  throw failure(api, answer.status, said.data.code, message + missing, requestid);
}
