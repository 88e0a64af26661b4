/**
 * A gateway of the bureau's own that takes what DingTalk does not carry: telephone calls (voiceGateway.ts) and texts (smsGateway.ts).
 *
 * One POST of JSON; the same `id` is the same call or text, so a gateway that has taken it does nothing twice. Signed:
 * `x-liandong-signature` is the hex HMAC-SHA256 of `<x-liandong-timestamp>.<body>` under the shared secret. Any 2xx means taken.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DingTalkError } from './dingtalk/client';

export interface GatewaySettings {
  url: string;
  /** Shared with the gateway. */
  secret: string;
  /** Until one attempt counts as unanswered, in ms. Default 4 000. */
  timeoutMs?: number;
  /** Pauses between attempts, in ms; one attempt more than pauses. */
  pausesMs?: readonly number[];
}

const TIMEOUT_MS = 4_000;
const PAUSES_MS = [300, 1_500];

/** What the gateway checks. */
export const gatewaySignature = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/** A 4xx will be said again to the same question; anything else may pass. */
const isFinal = (status: number) => status >= 400 && status < 500 && status !== 429;

/**
 * Hands one thing over, or tells why it could not. @throws DingTalkError `refused` when the gateway said no or nothing for all attempts
 *
 * @param api the name under which refusals appear in logs
 */
export function signedGateway(
  api: string,
  { url, secret, timeoutMs = TIMEOUT_MS, pausesMs = PAUSES_MS }: GatewaySettings,
): (said: object, at: Date) => Promise<void> {
  const refused = (code: string, message: string, cause?: unknown) =>
    new DingTalkError({ kind: 'refused', api, code, message, cause });

  async function attempt(body: string, timestamp: string): Promise<number> {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-liandong-timestamp': timestamp,
        'x-liandong-signature': gatewaySignature(secret, timestamp, body),
      },
    });
    await response.body?.cancel();
    return response.status;
  }

  return async (said, at) => {
    const body = JSON.stringify(said);
    const timestamp = String(at.getTime());
    let last: unknown;
    for (const pause of [0, ...pausesMs]) {
      if (pause > 0) await sleep(pause);
      try {
        const status = await attempt(body, timestamp);
        if (status >= 200 && status < 300) return;
        last = `status ${status}`;
        if (isFinal(status)) throw refused(`HTTP_${status}`, 'the gateway refused');
      } catch (error) {
        if (error instanceof DingTalkError) throw error;
        last = error;
      }
    }
    throw refused('NO_GATEWAY', `no answer after ${pausesMs.length + 1} attempts: ${String(last)}`, last);
  };
}
