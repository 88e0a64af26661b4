import type Router from '@koa/router';
import { type Context } from 'koa';
import { DomainError } from '../models/core/errors';

/** One push of DingTalk by HTTP, exactly as it came: its signature covers the raw bytes. */
interface Push {
  kind: 'event' | 'robot' | 'card';
  query: Record<string, string | string[] | undefined>;
  headers: Record<string, string | string[] | undefined>;
  rawBody: Buffer;
}
export type AnswerPush = (push: Push) => Promise<{ status: number; body: object }>;

const MOST_BYTES = 1024 * 1024;

async function rawBody(ctx: Context): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of ctx.req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new DomainError('TOO_LARGE', '回调内容太长，请核对钉钉后台填写的推送地址。');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The HTTP alternative to the Stream: `POST /dingtalk/{event,robot,card}`. Who really sent it is the handler's first question. */
export function callbackRoutes(router: Router, answerPush: AnswerPush): void {
  for (const kind of ['event', 'robot', 'card'] as const) {
    router.post(`/dingtalk/${kind}`, async (ctx) => {
      const push = { kind, query: { ...ctx.query }, headers: { ...ctx.headers }, rawBody: await rawBody(ctx) };
      const { status, body } = await answerPush(push);
      ctx.status = status;
      ctx.body = body;
    });
  }
}
