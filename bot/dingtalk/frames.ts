import { z } from 'zod';

/** One frame from the gateway. Source: Stream protocol. */
export interface Frame {
  type: string;
  topic: string;
  messageId: string;
  /** EVENT frames carry `eventType` and `eventId` here. */
  headers: Record<string, string>;
  /** JSON, as text. */
  data: string;
}

/** 200 ok, 400 unreadable, 404 nobody listens to the topic, 500 the handler failed. */
export interface Ack {
  code: 200 | 400 | 404 | 500;
  message: string;
  data: unknown;
}

const WireFrame = z.looseObject({
  type: z.string(),
  headers: z.record(z.string(), z.coerce.string()),
  data: z.unknown().transform((data) => (typeof data === 'string' ? data : JSON.stringify(data ?? {}))),
});

/** @returns undefined when the text is no frame, or one that could not even be answered for want of a message id */
export function readFrame(text: string): Frame | undefined {
  try {
    const { type, headers, data } = WireFrame.parse(JSON.parse(text));
    const messageId = headers['messageId'];
    return messageId ? { type, topic: headers['topic'] ?? '', messageId, headers, data } : undefined;
  } catch {
    return undefined;
  }
}

/** @returns the text that acknowledges a frame; data that is text already goes out as it is */
export function ackText({ messageId }: Frame, { code, message, data }: Ack): string {
  const headers = { contentType: 'application/json', messageId };
  return JSON.stringify({ code, headers, message, data: typeof data === 'string' ? data : JSON.stringify(data) });
}
