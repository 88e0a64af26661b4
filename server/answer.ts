import { randomUUID } from 'node:crypto';
import { type Middleware } from 'koa';
import { type Logger } from 'pino';
import { DomainError, type RefusalCode } from '../models/core/errors';

/** What the house understands of errors that others throw: by name or code, the refusal that says it. */
const FOREIGN: readonly { is: (error: Foreign) => boolean; code: RefusalCode; message: string }[] = [
  { is: ({ code }) => code === 'LIMIT_FILE_SIZE', code: 'TOO_LARGE', message: '照片太大，请控制在10MB以内再发。' },
  {
    is: ({ name }) => name === 'MulterError',
    code: 'INVALID_INPUT',
    message: '一次只能上传一张照片，请重新选择后再发。',
  },
  { is: ({ status }) => status === 413, code: 'TOO_LARGE', message: '提交的内容太长，请精简后再提交。' },
  { is: ({ status }) => status === 415, code: 'UNSUPPORTED_MEDIA', message: '提交的格式不对，请刷新页面后重新提交。' },
  {
    is: ({ status, message }) =>
      status === 400 || /Multipart|Unexpected end of form|Boundary not found/i.test(message ?? ''),
    code: 'INVALID_INPUT',
    message: '提交的内容不完整，可能是网络中断，请重新提交。',
  },
  {
    is: ({ name, kind }) => name === 'DingTalkError' && kind !== 'refused',
    code: 'UNAVAILABLE',
    message: '暂时连不上钉钉，请稍后再试。',
  },
  {
    is: ({ name, message }) => name === 'DatabaseSilent' || /did not answer within/.test(message ?? ''),
    code: 'UNAVAILABLE',
    message: '数据库没有及时回应，可能没有保存成功，请稍后再按一次；已经保存的不会重复。',
  },
  {
    is: ({ name, message }) => GONE.test(name ?? '') || BROKEN.test(message ?? ''),
    code: 'UNAVAILABLE',
    message: '数据库正在恢复，没有保存成功，请稍后再按一次。',
  },
];
/** The driver's names for a database that is away, and what it says when it hides that behind another name or passes on the system's own. */
const GONE =
  /^Mongo(Network|ServerSelection|NotConnected|PoolCle|PoolClos|WaitQueue|WriteConcern|(Server|Topology|Client)Closed)/;
const BROKEN =
  /^(read|write|connect) E[A-Z]+|^connection \S+ to \S+ (closed|timed out)|^Connection pool for |buffering timed out/;

interface Foreign {
  name?: string;
  code?: unknown;
  kind?: unknown;
  status?: unknown;
  message?: string;
}

/** The refusal an error stands for; undefined for a defect of ours. */
export function refusalOf(error: unknown): DomainError | undefined {
  if (error instanceof DomainError) return error;
  if (typeof error !== 'object' || error === null) return undefined;
  const known = FOREIGN.find(({ is }) => is(error as Foreign));
  return known && new DomainError(known.code, known.message, {}, { cause: error });
}

/** What every request carries from the first line on. */
export interface Traced {
  requestId: string;
  log: Logger;
}

const GIVEN_ID = /^[\w.-]{8,64}$/;

/** Give the request its id: the one its caller knows it by, when it looks like one. */
export function trace(log: Logger): Middleware<Traced> {
  return async (ctx, next) => {
    const given = ctx.get('x-request-id');
    ctx.state.requestId = GIVEN_ID.test(given) ? given : randomUUID();
    ctx.state.log = log.child({ requestId: ctx.state.requestId });
    ctx.set('x-request-id', ctx.state.requestId);
    await next();
  };
}

/** A sender that goes on after being refused is cut off; until then its bytes are read and forgotten, so that it can hear the refusal. */
const CUT_OFF_MS = 1_000;

/**
 * Turn every error into an answer; the only place that does. A refusal becomes its status and sentence. Anything else is a
 * defect: 500, the request id to quote, and the whole error in the log.
 */
export function answer(): Middleware<Traced> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      const { requestId, log } = ctx.state;
      const refusal = refusalOf(error);
      const { details, code, message } = refusal ?? { details: {}, code: 'DEFECT', message: SORRY };
      if (refusal) log.info({ code, ...withoutFields(details) }, 'refused');
      else log.error({ err: error }, 'request failed');
      ctx.status = refusal?.status ?? 500;
      ctx.set('cache-control', 'no-store');
      ctx.body = { error: { code, message, ...fieldsOf(details), requestId } };
      if (!ctx.req.complete) cutOff(ctx.req);
    }
  };
}
const SORRY = '系统出了问题，我们已经记录。请稍后再试；仍不行请把下面的编号告诉系统管理员。';

const fieldsOf = ({ fields }: Record<string, unknown>) => (fields ? { fields } : {});
/** What people wrote stays out of the log. */
const withoutFields = ({ fields: _fields, ...details }: Record<string, unknown>) => details;

function cutOff(request: {
  complete: boolean;
  resume(): unknown;
  destroy(): unknown;
  once(event: 'close', done: () => void): unknown;
}) {
  request.resume();
  const timer = setTimeout(() => request.complete || request.destroy(), CUT_OFF_MS);
  request.once('close', () => clearTimeout(timer));
}

/** Addresses below /api that do not exist, and methods they do not know, are refused in the same words and shape. */
export function refuseUnknown(): Middleware<Traced> {
  return async (ctx, next) => {
    await next();
    if (ctx.body !== undefined && ctx.body !== null) return;
    if (ctx.status !== 404 && ctx.status !== 405 && ctx.status !== 501) return;
    const { status } = ctx;
    ctx.body = {
      error: {
        code: 'NOT_FOUND',
        message: status === 404 ? '没有这个地址，请刷新页面后重试。' : '这个地址不支持这样的操作，请刷新页面后重试。',
        requestId: ctx.state.requestId,
      },
    };
    ctx.status = status;
  };
}
