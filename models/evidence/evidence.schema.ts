/**
 * Photos and short videos of on-site work: what the camera gives, what the server keeps, and how a file goes up in pieces. A light copy
 * with a watermark is what people look at and what the record names; the original stays as the camera gave it and follows later.
 */
import { z } from 'zod';
import { Location } from '../core/place';
import { FieldPosition, FieldRecord } from '../field/fieldEvent.schema';

export const EvidenceHash = z.string().regex(/^[0-9a-f]{64}$/, '照片编号不对，请返回刷新');
const Instant = z.iso.datetime('时间格式不对，请刷新后重试');
const Bytes = z.int().min(1).max(200_000_000);
const Pixels = z.int().min(1).max(20_000);

export const EvidenceType = z.enum(['image/jpeg', 'image/webp', 'video/mp4', 'video/webm']);
export type EvidenceType = z.infer<typeof EvidenceType>;

/** One file as it was when it left the camera; its hash was taken at that moment. */
const TakenFile = z.strictObject({ sha256: EvidenceHash, type: EvidenceType, bytes: Bytes });

/**
 * What the camera hands over and the event `photo` of a field record carries (together with `EvidenceNote`). `sha256`, `type`, `bytes`,
 * `width` and `height` are those of the light copy.
 */
export const TakenEvidence = z.strictObject({
  sha256: EvidenceHash,
  kind: z.enum(['photo', 'video']),
  type: EvidenceType,
  bytes: Bytes,
  width: Pixels,
  height: Pixels,
  /** Of a video; null for a photo. */
  seconds: z.number().min(0).max(600).nullable(),
  /** As the camera gave it. The same hash as the light copy's when the device could make no second file. */
  original: TakenFile,
  /** By the device's clock, and server minus device in ms at the last contact; null = never measured. `position` is GCJ-02. */
  takenAt: Instant,
  skewMs: z.int().nullable(),
  position: FieldPosition.nullable(),
});
export type TakenEvidence = z.infer<typeof TakenEvidence>;

/** 证据说明: what is seen, and what it is to prove. */
export const EvidenceNote = z.strictObject({
  caption: z.string().trim().max(100, '说明请控制在100字以内'),
  proves: z.string().trim().max(100, '证明内容请控制在100字以内'),
});
export type EvidenceNote = z.infer<typeof EvidenceNote>;

/** Reasons to look twice, in the words of whoever checks (head, auditor). */
export const EVIDENCE_FLAGS = {
  FORGED_EXIF: '照片自带信息与拍摄情况不符',
  FAR_AWAY: '拍摄位置不在检查现场',
  DUPLICATE: '与别处使用的照片相同或几乎相同',
  MOCK_LOCATION: '手机报告位置为模拟定位',
  CLOCK_TURNED: '手机时间被调过',
  LATE: '上传太晚',
} as const;
export const EvidenceFlagCode = z.enum([
  'FORGED_EXIF',
  'FAR_AWAY',
  'DUPLICATE',
  'MOCK_LOCATION',
  'CLOCK_TURNED',
  'LATE',
]);
export type EvidenceFlagCode = z.infer<typeof EvidenceFlagCode>;
/** `why` is one sentence with the figures: 距现场 1.2 公里. */
export const EvidenceFlag = z.strictObject({ code: EvidenceFlagCode, why: z.string().max(200) });
export type EvidenceFlag = z.infer<typeof EvidenceFlag>;

/** Where the device's clocks stood at one moment: by them the server sees whether the time was turned since the photo. */
export const DeviceClock = z.strictObject({
  at: Instant,
  /** Monotonic, ms since the page started, and the id of that start. */
  uptimeMs: z.int().min(0),
  boot: z.string().min(1).max(64),
});
export type DeviceClock = z.infer<typeof DeviceClock>;

/** One use of a piece of evidence: which record, by whom, since when. */
const EvidenceUse = z.strictObject({ record: FieldRecord, by: z.string(), at: z.coerce.date() });

/** A piece of evidence the server has: its light copy is complete, its original may follow. `_id` is the hash of the light copy. */
export const Evidence = z.object({
  _id: EvidenceHash,
  version: z.int(),
  status: z.enum(['received', 'complete']),
  taken: TakenEvidence,
  /** Person who took it. */
  by: z.string(),
  /** First the record it was taken for. */
  uses: z.array(EvidenceUse).max(50),
  /** Server time: the light copy complete, the original complete. */
  receivedAt: z.coerce.date(),
  originalAt: z.coerce.date().nullable(),
  /** `heardAt`: server time when `sent` was told, which is before the pieces came. */
  clocks: z.strictObject({ taken: DeviceClock, sent: DeviceClock, heardAt: z.coerce.date() }),
  /** Perceptual hash of a photo (16 hex digits), and its quarters with their places, by which near ones are found. */
  likeness: z.string().nullable(),
  quarters: z.array(z.string()),
  /** What the files say of themselves, the light copy's and the original's; by the device's clock and in GCJ-02. */
  told: z.array(
    z.strictObject({ takenAt: z.coerce.date().nullable(), location: Location.nullable(), edited: z.boolean() }),
  ),
  /** Position of the site, as far as it was known when the flags were last looked at. */
  site: Location.nullable(),
  flags: z.array(EvidenceFlag),
});
export type Evidence = z.infer<typeof Evidence>;

/** `POST /api/evidence/:sha256`: announce a file, the light copy or its original. Repeating it says what is still missing. */
export const AnnounceUpload = z.strictObject({
  record: FieldRecord,
  taken: TakenEvidence,
  clocks: z.strictObject({ taken: DeviceClock, sent: DeviceClock }),
});
export type AnnounceUpload = z.infer<typeof AnnounceUpload>;

/** The steps of a piece of evidence, all taken by the receiving and by `evidence.named`, none by a button. */
export const CompleteEvidence = z.strictObject({});
export type CompleteEvidence = z.infer<typeof CompleteEvidence>;
export const UseEvidence = z.strictObject({ record: FieldRecord, by: z.string(), site: Location.nullable() });
export type UseEvidence = z.infer<typeof UseEvidence>;

/** How far one file has come. `kept`: the server has all of it and its hash is right; then nothing is missing. */
export const UploadState = z.strictObject({
  sha256: EvidenceHash,
  kept: z.boolean(),
  chunkBytes: z.int(),
  chunks: z.int(),
  missing: z.array(z.int()),
  /** Pieces that broke off: how many of their bytes are here already. The rest follows with `?from=`. */
  begun: z.array(z.strictObject({ n: z.int(), bytes: z.int() })),
});
export type UploadState = z.infer<typeof UploadState>;

/**
 * Data of the effect `evidence.named`. A field record owes it when events name evidence for the first time: the flags are then looked at
 * again, now with the site (GCJ-02) and with the other records that name the same file.
 */
export const EvidenceNamed = z.strictObject({
  record: FieldRecord,
  by: z.string(),
  site: Location.nullable(),
  hashes: z.array(EvidenceHash).max(200),
});
export type EvidenceNamed = z.infer<typeof EvidenceNamed>;
