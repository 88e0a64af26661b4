import { type IncomingMessage, type ServerResponse } from 'node:http';
import { objectOf, parseJson, type Fields } from './fields';
import { Refusal } from './refusal';

/** Reading and answering with nothing but node:http: bounded, and never trusting what arrives. */
interface ReadBody {
  fields: Fields;
  upload: { name: string; contentType: string; content: Buffer } | undefined;
}

const NOT_READABLE = new Refusal(40035, '不合法的参数: 请求体不是有效的 JSON 或表单');

/** @throws Refusal 413 as soon as the body is larger than `most` bytes */
export async function readBytes(request: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  const tooLarge = new Refusal('RequestEntityTooLarge', `请求体超过 ${most} 字节`, 413);
  if (Number(request.headers['content-length'] ?? 0) > most) throw tooLarge;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function multipart(raw: Buffer, contentType: string): Promise<ReadBody> {
  try {
    const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } }).formData();
    const fields: Fields = {};
    let upload: ReadBody['upload'];
    for (const [name, value] of form) {
      if (typeof value === 'string') fields[name] = value;
      else if (name === 'media')
        upload = { name: value.name, contentType: value.type, content: Buffer.from(await value.arrayBuffer()) };
    }
    return { fields, upload };
  } catch {
    throw NOT_READABLE;
  }
}

/** JSON object, form or multipart by content type; an empty body is no fields. @throws Refusal 40035 */
export async function parseBody(raw: Buffer, contentType: string): Promise<ReadBody> {
  if (raw.length === 0) return { fields: {}, upload: undefined };
  if (/^multipart\/form-data/i.test(contentType)) return multipart(raw, contentType);
  const text = raw.toString('utf8');
  if (/x-www-form-urlencoded/i.test(contentType))
    return { fields: Object.fromEntries(new URLSearchParams(text)), upload: undefined };
  const fields = objectOf(parseJson(text));
  if (!fields) throw NOT_READABLE;
  return { fields, upload: undefined };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const text = JSON.stringify(body ?? null);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(text);
}

/** Server-sent events until the client leaves. @returns how to send one */
export function openEventStream(response: ServerResponse, onClose: () => void): (event: string, data: unknown) => void {
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  response.write('retry: 1000\n\n');
  const heartbeat = setInterval(() => response.write(': \n\n'), 15_000).unref();
  // The request itself has ended long ago: its body was read.
  response.on('close', () => {
    clearInterval(heartbeat);
    onClose();
  });
  return (event, data) => response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
