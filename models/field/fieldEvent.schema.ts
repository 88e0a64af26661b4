/**
 * 现场事件: what an officer's phone writes down on site, signed by that phone and chained to what it wrote before. Records made in the
 * field are folds over such events, so nothing said on an island without signal has to wait for the server, and nothing can be slipped in.
 */
import { z } from 'zod';
import { Location } from '../core/place';

/** Bytes of one event as JSON, and events of one record: bounds of a document that must stay far below 16 MB. */
export const EVENT_BYTES = 8 * 1024;
export const RECORD_EVENTS = 2000;
export const RECORD_BYTES = 6 * 1024 * 1024;
/** What one sync may carry; a phone with more sends the rest in the next. */
export const SYNC_RECORDS = 50;
export const SYNC_EVENTS = 500;

const Hash = z.string().regex(/^[0-9a-f]{64}$/, '校验值格式不对');
const Ulid = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, '编号格式不对');

/** `prev` of the first event of a chain. */
export const NOTHING_BEFORE = '0'.repeat(64);

/** Which record, such as `siteRecord:<id>` or `interview:<id>`. */
export const FieldRecord = z
  .string()
  .max(160)
  .regex(/^(siteRecord|interview):[\w:.~-]+$/, '记录编号格式不对');
export type FieldRecord = z.infer<typeof FieldRecord>;

/** Where the phone was: GCJ-02, accuracy in metres, `at` by the device's clock; `mock` when the system says the place is made up. */
export const FieldPosition = z.strictObject({
  location: Location,
  accuracy: z.number().min(0).max(100_000),
  at: z.iso.datetime(),
  mock: z.boolean().optional(),
});
export type FieldPosition = z.infer<typeof FieldPosition>;

export const FieldEvent = z.strictObject({
  /** Made on the device; sorts by its clock. */
  id: Ulid,
  record: FieldRecord,
  /** Which device key signed it (models/device). */
  device: z.string().min(1).max(64),
  /** DingTalk userid of the officer. */
  author: z.string().min(1).max(64),
  /** Counts the events of this device on this record, from 1. */
  seq: z.int().min(1).max(RECORD_EVENTS),
  /** `hash` of the event before it in the same chain. */
  prev: Hash,
  /** By the device's clock. */
  at: z.iso.datetime(),
  /** Milliseconds by which the server's clock was ahead of the device's when they last met; null when they never did. */
  skewMs: z.int().min(-1e12).max(1e12).nullable(),
  /** Milliseconds since the page started, by a clock that nobody can turn. */
  uptimeMs: z.int().min(0).max(1e12),
  /** Names the start of the page, so that `uptimeMs` of two events can be compared. */
  boot: z.string().min(1).max(64),
  position: FieldPosition.optional(),
  type: z.string().regex(/^[a-zA-Z]{1,40}$/, '事件类型格式不对'),
  data: z.record(z.string(), z.json()),
  /** SHA-256 (hex) of the canonical JSON of all above. */
  hash: Hash,
  /** ECDSA P-256 with SHA-256 over the 32 bytes of `hash`, as r‖s in base64. */
  signature: z.string().regex(/^[A-Za-z0-9+/]{86}==$/, '签名格式不对'),
});
export type FieldEvent = z.infer<typeof FieldEvent>;

/** What the device says; `sealEvent` (chain.ts) adds its place in the chain, hash and signature. */
export type FieldDraft = Omit<FieldEvent, 'seq' | 'prev' | 'hash' | 'signature'>;

/** When it happened as far as anybody can know: the device's time corrected by the measured skew. Milliseconds since 1970. */
export const correctedAt = ({ at, skewMs }: Pick<FieldEvent, 'at' | 'skewMs'>): number =>
  Date.parse(at) + (skewMs ?? 0);

/** The one order in which events are told, whoever got them first: corrected time, then device, then place in the chain. */
export const inOrder = (a: FieldEvent, b: FieldEvent): number =>
  correctedAt(a) - correctedAt(b) || (a.device < b.device ? -1 : a.device > b.device ? 1 : a.seq - b.seq);
