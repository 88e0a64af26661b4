/**
 * The last means: a telephone call by a gateway of the bureau's own (a call centre, a provider's bridge). Off unless an address is set.
 *
 * One POST of JSON `{id, at, to, mobile, text}`; `id` is the same for the same call, so a gateway that has heard it does not ring twice.
 * Signed: `x-liandong-signature` is the hex HMAC-SHA256 of `<x-liandong-timestamp>.<body>` under the shared secret. Any 2xx means taken.
 */
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DingTalkError } from './dingtalk/client';

export interface VoiceSettings {
  url: string;
  /** Shared with the gateway. */
  secret: string;
  /** Until one attempt counts as unanswered, in ms. Default 4 000. */
  timeoutMs?: number;
  /** Pauses between attempts, in ms; one attempt more than pauses. */
  pausesMs?: readonly number[];
}

export interface VoiceCall {
  id: string;
  /** DingTalk userid. */
  to: string;
  mobile: string | null;
  text: string;
  at: Date;
}

/** Makes one call, or tells why there is none. @throws DingTalkError `refused` when the gateway said no or nothing for all attempts */
export type VoiceGateway = (call: VoiceCall) => Promise<void>;

const API = 'voiceGateway';
const TIMEOUT_MS = 4_000;
const PAUSES_MS = [300, 1_500];

/** What the gateway checks. */
export const voiceSignature = (secret: string, timestamp: string, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

const refused = (code: string, message: string, cause?: unknown) =>
  new DingTalkError({ kind: 'refused', api: API, code, message, cause });

/** A 4xx will be said again to the same question; anything else may pass. */
const isFinal = (status: number) => status >= 400 && status < 500 && status !== 429;

export function voiceGateway({
  url,
  secret,
  timeoutMs = TIMEOUT_MS,
  pausesMs = PAUSES_MS,
}: VoiceSettings): VoiceGateway {
  async function attempt(body: string, timestamp: string): Promise<number> {
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'x-liandong-timestamp': timestamp,
        'x-liandong-signature': voiceSignature(secret, timestamp, body),
      },
    });
    await response.body?.cancel();
    return response.status;
  }

  return async ({ id, to, mobile, text, at }) => {
    const body = JSON.stringify({ id, at: at.toISOString(), to, mobile, text });
    const timestamp = String(at.getTime());
    let last: unknown;
    for (const pause of [0, ...pausesMs]) {
      if (pause > 0) await sleep(pause);
      try {
        const status = await attempt(body, timestamp);
        if (status >= 200 && status < 300) return;
        last = `status ${status}`;
        if (isFinal(status)) throw refused(`HTTP_${status}`, 'the gateway refused the call');
      } catch (error) {
        if (error instanceof DingTalkError) throw error;
        last = error;
      }
    }
    throw refused('NO_GATEWAY', `no answer after ${pausesMs.length + 1} attempts: ${String(last)}`, last);
  };
}
