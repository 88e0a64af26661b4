/**
 * 登记的手机: one person on one phone or computer. Its public key vouches for what is written on site without network; its storage key, made and
 * kept here, opens what the phone holds, and is given only to that person at sign-in.
 */
import { z } from 'zod';
import { type Sealed } from '../core/sealing';

export const STATES = { active: '使用中', revoked: '已停用' } as const;

const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, '设备公钥格式不对');

/** ECDSA P-256 as a JWK; the private half never leaves the phone. */
export const DevicePublicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: Coordinate,
  y: Coordinate,
});
export type DevicePublicKey = z.infer<typeof DevicePublicKey>;

export const Device = z.object({
  _id: z.string(),
  version: z.int(),
  status: z.enum(['active', 'revoked']),
  /** Actor id: a DingTalk userid, or a protected reference. */
  person: z.string(),
  publicKey: DevicePublicKey,
  /** What the list calls it: 安卓手机 · 钉钉. */
  name: z.string(),
  registeredAt: z.coerce.date(),
  /** The last time it fetched its storage key, to the day. */
  seenAt: z.coerce.date(),
  /** 32 bytes, closed. */
  storageKey: z.custom<Sealed>((value) => typeof value === 'object' && value !== null),
  revokedAt: z.coerce.date().nullable(),
  revokedBy: z.string().nullable(),
});
export type Device = z.infer<typeof Device>;

/** `id` is a ULID made on the device. */
export const RegisterDevice = z.strictObject({
  id: z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, '设备编号格式不对，请重新打开本应用'),
  publicKey: DevicePublicKey,
  name: z.string().trim().min(1, '请写明设备名称').max(60, '设备名称最多60字'),
});
export type RegisterDevice = z.infer<typeof RegisterDevice>;

export const RevokeDevice = z.strictObject({});
export const RestoreDevice = z.strictObject({});
