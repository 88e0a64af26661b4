/**
 * What every record made in the field has in common: the events by which officers arrive, show themselves, read over, have signed and hand
 * in. Each kind of record adds what it states (siteRecord/events.schema.ts, interview/events.schema.ts).
 */
import { z } from 'zod';
import { EvidenceHash, EvidenceNote, TakenEvidence } from '../evidence/evidence.schema';
import { SignedBy } from '../core/signature';

export const Hash = z.string().regex(/^[0-9a-f]{64}$/, '校验值格式不对');
/** A ULID made on the device: of an event, or of a thing that is written down more than once (a finding, a sample, a person). */
export const Id = z.string().regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, '编号格式不对，请返回重新打开笔录');
export const words = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
export const maybe = (what: string, most: number) => z.string().trim().max(most, `${what}最多${most}字`).default('');
export const keysOf = <W extends object>(table: W) => Object.keys(table) as [keyof W & string];

/** The last event of each device that was known: what somebody read, or signed, was made of these and nothing else. */
export const Basis = z
  .array(z.strictObject({ device: z.string().min(1).max(64), seq: z.int().min(1), hash: Hash }))
  .min(1)
  .max(12);
export type Basis = z.infer<typeof Basis>;

/** To whom the certificate was shown and the rights were told; NOBODY: no one of the party was there. */
export const TOLD_TO = { PARTY: '当事人', WITNESS: '见证人', NOBODY: '无人在场' } as const;
const ToldTo = z.enum(keysOf(TOLD_TO), { error: '请选择告知对象' });

/** 到达现场; needs the event's position. `elsewhere`: why the site is not where the register says it is; flagged. */
export const Arrive = z.strictObject({
  elsewhere: z.string().trim().min(4, '请写明现场位置与登记不同的原因').max(200).optional(),
});
/** 出示执法证: each officer their own. */
export const ShowCertificate = z.strictObject({ to: ToldTo, certificateNo: words('执法证号', 40) });
/** 告知权利义务: right to recusal and duty to cooperate (处罚办法 第二十八条). `recusalAsked`: the party asks that somebody withdraw. */
export const TellRights = z.strictObject({
  to: ToldTo,
  recusalAsked: z.boolean(),
  recusalReason: maybe('申请回避的理由', 300),
});
/** 亮码: the code of the administrative act, scanned by the party or shown to them. */
export const ScanCode = z.strictObject({ code: words('行政行为码', 100) });
/** The clock of this phone was measured; carries nothing, the event's `skewMs` says it. */
export const MeetClock = z.strictObject({});

/** Chooses among differing statements of one thing by the event that made the chosen one; both stay. */
export const Settle = z.strictObject({ of: z.string().max(120), choose: Id });
/** 划去: a finding, sample, person or photo entered by mistake; it stays visible, struck out. `of` is its key. */
export const Strike = z.strictObject({ of: z.string().max(120), reason: words('划去的原因', 200) });
/** 其他说明, in the officer's own words. */
export const Note = z.strictObject({ text: words('说明', 1000) });
/** 照片、录像: from the in-app camera only. `item`: what it belongs to, such as `answer:SHIP-03` or `finding:<id>`. */
export const Photo = z.strictObject({
  ...TakenEvidence.shape,
  ...EvidenceNote.shape,
  item: z.string().max(120).optional(),
});
/** Says anew what a photo shows. */
export const Describe = z.strictObject({ photo: EvidenceHash, ...EvidenceNote.shape });

export const ROLES = {
  LEGAL_REP: '法定代表人（负责人）',
  ON_SITE_HEAD: '现场负责人',
  EMPLOYEE: '工作人员',
  WITNESS: '见证人',
  OTHER: '其他人员',
} as const;
/** 当事人或有关人员; the same `id` again corrects what was written of this person. */
export const Participant = z.strictObject({
  id: Id,
  role: z.enum(keysOf(ROLES), { error: '请选择身份' }),
  name: words('姓名', 40),
  idNumber: maybe('身份证号', 30),
  position: maybe('职务', 40),
  phone: maybe('联系电话', 30),
  workUnit: maybe('工作单位', 100),
  /** Of a person questioned. */
  gender: maybe('性别', 4),
  birthday: maybe('出生日期', 20),
  address: maybe('住址', 200),
  relation: maybe('与本案关系', 100),
});
export type Participant = z.infer<typeof Participant>;

/** 检查（询问）结束: the end time that stands in the record. */
export const EndCheck = z.strictObject({});

export const READ_BY = { PARTY: '当事人已阅', ALOUD: '已向当事人宣读', NOBODY: '当事人不在场' } as const;
/** What somebody signs is one page of at most A4; a record of more pages than this is two records. */
export const MOST_PAGES = 40;
/**
 * 核对笔录: fixes the pages as they are read. `basis` is what they were made of, `pages` the hash of each page's content in order
 * (template/page.ts, `contentOf`). Whatever is written later changes none of them.
 */
export const Finish = z.strictObject({
  basis: Basis,
  pages: z.array(Hash).min(1).max(MOST_PAGES),
  readBy: z.enum(keysOf(READ_BY), { error: '请选择核对方式' }),
});
/** 逐页签名: one page of a reading (`reading` is the id of its `finish`), counted from 1. The last carries the final confirmation. */
export const Sign = z.strictObject({
  reading: Id,
  signer: Id,
  page: z.strictObject({ index: z.int().min(1).max(MOST_PAGES), contentHash: Hash, signature: SignedBy }),
});
/** 最后确认语, written above the last signature. */
export const CONFIRMATIONS = {
  PARTY: '以上笔录我已看过，与我所说（所见）一致。',
  ALOUD: '以上笔录已向我宣读，与我所说（所见）一致。',
  NOBODY: '',
} as const;
/** 执法人员签名 under all pages of a reading; on either officer's phone. */
export const Countersign = z.strictObject({ reading: Id, officer: z.string().min(1).max(64), signature: SignedBy });

export const REFUSALS = { ABSENT: '当事人不在场', REFUSED_SIGN: '拒绝签名', REFUSED_ENTRY: '拒绝、阻挠检查' } as const;
/** 拒签、不在场、拒绝检查: with the note, and a witness or a video (`video`: its hash). `reading` unless entry was refused. */
export const Refuse = z
  .strictObject({
    kind: z.enum(keysOf(REFUSALS), { error: '请选择情形' }),
    reading: Id.optional(),
    note: words('情况说明', 500),
    witness: z
      .strictObject({
        name: words('见证人姓名', 40),
        workUnit: maybe('见证人单位', 100),
        signature: SignedBy.optional(),
      })
      .optional(),
    video: EvidenceHash.optional(),
  })
  .refine(({ witness, video }) => witness ?? video, '请写明见证人，或附现场录像')
  .refine(({ kind, reading }) => kind === 'REFUSED_ENTRY' || reading, '请先核对笔录，再注明当事人拒签或不在场');
/** 更正: the party initials one correction while reading over. `of` is the key of what is corrected. */
export const Correct = z.strictObject({
  of: z.string().max(120),
  value: z.json(),
  reason: maybe('更正原因', 200),
  initials: SignedBy,
});
/** 提交: this officer has nothing to add. `colleague`: reading over and signatures are on the other officer's phone. */
export const Submit = z.strictObject({ colleague: z.boolean().default(false) });
/** Takes back one's own 提交 while the record is not locked. */
export const Resume = z.strictObject({ reason: words('继续填写的原因', 200) });

/** The types that every record made in the field knows, with the shape of their data; each kind adds what it states. */
export const commonEvents = {
  arrive: Arrive,
  showCertificate: ShowCertificate,
  tellRights: TellRights,
  clock: MeetClock,
  person: Participant,
  photo: Photo,
  describe: Describe,
  strike: Strike,
  settle: Settle,
  note: Note,
  endCheck: EndCheck,
  finish: Finish,
  correct: Correct,
  sign: Sign,
  countersign: Countersign,
  refuse: Refuse,
  submit: Submit,
  resume: Resume,
} as const satisfies Record<string, z.ZodType>;
