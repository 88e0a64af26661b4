import { z } from 'zod';
import { type Call } from './call';
import { DingTalkError, refusal } from './error';
import { followable } from './hosts';
import { type DingTalkSettings } from './settings';
import { bytesOf, unreachable } from './transport';

/** A photo over a ferry's connection takes its time; the address itself lives for minutes. */
const FETCH_TIMEOUT_MS = 30_000;
const MAX_REDIRECTS = 3;
const API = 'downloadFile';

export interface Files {
  downloadFile(downloadCode: string, maxBytes: number): Promise<{ bytes: Buffer; contentType: string | undefined }>;
  uploadMedia(
    kind: 'image' | 'voice' | 'video' | 'file',
    fileName: string,
    bytes: Buffer,
  ): Promise<{ mediaId: string }>;
}

const Address = z.object({ downloadUrl: z.string().min(1) });
const Uploaded = z.object({ media_id: z.string().min(1) });

/** Bytes of the chat: what people sent to the robot, and what we want to show in a message. */
export function files(call: Call, settings: DingTalkSettings): Files {
  const step = async (address: string): Promise<Response> => {
    const url = followable(address, ['https:', 'http:'], settings);
    if (!url)
      throw refusal(
        API,
        'FOREIGN_HOST',
        `${URL.canParse(address) ? new URL(address).host : 'no address'} is not allowed`,
      );
    return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(FETCH_TIMEOUT_MS) }).catch((error: unknown) => {
      throw unreachable(API, error);
    });
  };

  /** Follow redirects by hand, so that each hop is held to the same hosts. */
  const open = async (address: string): Promise<Response> => {
    let at = address;
    for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
      const response = await step(at);
      const next = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
      if (next === null) return response;
      await response.body?.cancel();
      at = URL.canParse(next, at) ? new URL(next, at).href : next;
    }
    throw refusal(API, 'TOO_MANY_REDIRECTS', `more than ${MAX_REDIRECTS}`);
  };

  return {
    async downloadFile(downloadCode, maxBytes) {
      const body = { downloadCode, robotCode: settings.robotCode };
      const { downloadUrl } = await call('fileAddress', Address, { body });
      const response = await open(downloadUrl);
      const { status } = response;
      if (!response.ok) {
        await response.body?.cancel();
        const kind = status >= 500 ? 'unreachable' : 'refused';
        throw new DingTalkError({ kind, api: API, code: `HTTP_${status}`, message: 'no file', status });
      }
      try {
        const bytes = await bytesOf(response, maxBytes);
        return { bytes, contentType: response.headers.get('content-type') ?? undefined };
      } catch (error) {
        if (error instanceof RangeError) throw refusal(API, 'FILE_TOO_LARGE', error.message);
        throw unreachable(API, error);
      }
    },
    async uploadMedia(kind, fileName, bytes) {
      const form = new FormData();
      form.set('media', new Blob([new Uint8Array(bytes)]), fileName);
      return { mediaId: (await call('uploadMedia', Uploaded, { query: { type: kind }, body: form })).media_id };
    },
  };
}
