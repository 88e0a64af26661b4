/**
 * A gateway for texts, and every telephone outside the organisation: whoever the bureau writes to reads it at /sms.html. It checks the
 * signature like a provider would, and takes the same id once.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { row, type ControlRoute } from './control/route';
import { parseJson } from './fields';
import { readBytes, sendJson } from './http';
import { type World } from './world';

export const SMS_PATH = '/gateway/sms';
/** Worthless outside the sandbox. */
export const SMS_SECRET = 'sandbox-only-sms-gateway-secret-0001';
const LARGEST_BODY = 10_000;
/** Texts kept over all telephones, the oldest forgotten first. */
const KEPT = 1_000;

const Sms = z.looseObject({
  id: z.string().min(1).max(200),
  mobile: z.string().regex(/^\+?\d{5,20}$/),
  text: z.string().min(1).max(500),
});

function signed(request: IncomingMessage, body: Buffer): boolean {
  const given = Buffer.from(String(request.headers['x-liandong-signature'] ?? ''));
  const stamp = String(request.headers['x-liandong-timestamp'] ?? '');
  const expected = Buffer.from(createHmac('sha256', SMS_SECRET).update(`${stamp}.`).update(body).digest('hex'));
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/** What the product's gateway client speaks to. */
export async function answerSms(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  const body = await readBytes(request, LARGEST_BODY);
  if (request.method !== 'POST' || !signed(request, body))
    return sendJson(response, 401, { code: 'BAD_SIGNATURE', message: '签名不对，请核对短信网关的密钥。' });
  const sms = Sms.safeParse(parseJson(body.toString('utf8')));
  if (!sms.success) return sendJson(response, 400, { code: 'BAD_INPUT', message: '短信内容不对。' });
  const { id, mobile, text } = sms.data;
  const messages = world.state.texts;
  if (!messages.some((one) => one.id === id)) {
    messages.push({ id, mobile, text, at: world.clock.now().toISOString() });
    if (messages.length > KEPT) messages.splice(0, messages.length - KEPT);
  }
  sendJson(response, 200, { id });
}

/** `?mobile=`: the texts of one telephone; else every telephone with its texts, the one written to last first. */
export const smsRoutes: ControlRoute[] = [
  row('GET', '/sandbox/sms', ({ query }, { state }) => {
    const mobile = query.get('mobile');
    return mobile ? state.texts.filter((one) => one.mobile === mobile) : state.texts;
  }),
];
