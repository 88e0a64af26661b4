/**
 * What every document handed over on site has in common: whom it concerns, which officers act, how it was handed over. Safe in the browser.
 */
import { z } from 'zod';
import { SignedBy } from '../core/signature';
import { County } from '../core/place';

export const text = (label: string, max: number, min = 1) =>
  z
    .string({ error: `请填写${label}` })
    .trim()
    .min(min, `请填写${label}`)
    .max(max, `${label}最多${String(max)}字，请精简后再提交`);
const optional = (label: string, max: number) =>
  z
    .string()
    .trim()
    .max(max, `${label}最多${String(max)}字，请精简后再提交`)
    .default('');
export const moment = (label: string) => z.coerce.date({ error: `请填写${label}` });
export const reasonOf = (label: string) => z.strictObject({ reason: text(label, 300, 2) });
export const NewId = z.string().regex(/^[0-9A-Za-z-]{16,40}$/, '编号不对，请刷新页面后重新提交');
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, '照片编号不对，请重新选择');

export const PARTIES = { ORGANISATION: '单位', CITIZEN: '个人' } as const;
/** 当事人: an enterprise or a person. `idNumber` is the credit code, or the number of an identity card. */
export const Party = z.strictObject({
  kind: z.enum(Object.keys(PARTIES) as [keyof typeof PARTIES], { error: '请选择当事人是单位还是个人' }),
  name: text('当事人名称', 100),
  idNumber: optional('证件号码', 30),
  representative: optional('负责人', 40),
  address: optional('地址', 120),
});
export type Party = z.infer<typeof Party>;

/** One officer as the certificate read on the day. */
export const ActingOfficer = z.object({
  id: z.string(),
  name: z.string(),
  certificateNo: z.string(),
  certificateValidTo: z.string(),
});
export type ActingOfficer = z.infer<typeof ActingOfficer>;

/** 送达: signed for, or refused with the reason before a witness. */
export const Serving = z
  .strictObject({
    at: moment('送达时间'),
    place: text('送达地点', 100),
    receiver: text('受送达人', 40),
    signature: SignedBy.nullable().default(null),
    refusal: z
      .strictObject({
        reason: text('拒收的情况', 200, 2),
        witness: text('见证人姓名', 40, 2),
        witnessSignature: SignedBy.nullable().default(null),
      })
      .nullable()
      .default(null),
    /** By the officers who hand it over, in their order; as far as they signed on the phone. */
    officerSignatures: z
      .array(z.strictObject({ officer: z.string().max(64), signature: SignedBy }))
      .max(2, '最多两名执法人员签名')
      .default([]),
  })
  .refine(({ signature, refusal }) => (signature === null) !== (refusal === null), {
    error: '请由当事人签名，或者写明拒收情况和见证人，两者选一',
    path: ['signature'],
  });
export type Serving = z.infer<typeof Serving>;

/** What begins every such document. */
export const begun = {
  siteRecord: z.string().max(80).nullable().default(null),
  enterprise: z.string().max(40).nullable().default(null),
  county: County,
  party: Party,
  team: z
    .array(z.string().min(1).max(64), { error: '请选择执法人员' })
    .length(2, '要由两名持证执法人员共同办理，请选齐两人')
    .refine((ids) => new Set(ids).size === ids.length, '两名执法人员不能是同一人'),
  /** Hashes of the photos and videos that prove it. */
  evidence: z.array(Sha256).max(60, '最多引用60份证据').default([]),
  /** A number reserved for the officer and already written on paper. */
  no: z.string().max(40).optional(),
  /** The edition of the template that was shown and signed. */
  edition: z.string().max(80).nullable().default(null),
};

export type Begun = z.infer<z.ZodObject<typeof begun>>;

/** What of it stands in the record. */
export const kept = {
  _id: z.string(),
  version: z.int(),
  no: z.string(),
  /** Where it happened: scope of heads and lists. */
  county: County,
  /** County of the branch that decides; null for the bureau itself. */
  authority: County.nullable(),
  siteRecord: z.string().nullable(),
  enterprise: z.string().nullable(),
  party: Party,
  officers: z.array(ActingOfficer),
  team: z.array(z.string()),
  evidence: z.array(z.string()),
  edition: z.string().nullable(),
  createdAt: z.coerce.date(),
  alarms: z.array(z.string()),
  wakeAt: z.coerce.date().nullable(),
};
