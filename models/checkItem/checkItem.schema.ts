/**
 * 检查事项库: what is looked at on site, per sector, with the clause it stands on, what proves it, and the sentence that is ready to be
 * taken over. Each wording is a revision of its own with days from and to, so that a record made last year is read with last year's
 * question. Runs in the browser as well.
 */
import { z } from 'zod';
import { Sector } from '../enterprise/enterprise.schema';
import { Day, LegalBasis } from './legalBasis';

const keysOf = <W extends object>(words: W) => Object.keys(words) as [keyof W & string];

/** What an officer can find. */
export const RESULTS = { OK: '未发现问题', PROBLEM: '存在问题', VIOLATION: '涉嫌违法', NA: '不适用' } as const;
export const Result = z.enum(keysOf(RESULTS), { error: '请选择检查结果' });
export type Result = z.infer<typeof Result>;

/** `key` of an item, without its revision: SHIP-03, COMMON-01. */
export const ItemKey = z.string().regex(/^[A-Z]{2,12}-\d{2,3}$/, '事项编号应写作 SHIP-03');

/** One thing to be written down beside the result: a reading, a count, a name. */
export const AnswerField = z.strictObject({
  name: z.string().regex(/^[a-z][A-Za-z0-9]{0,30}$/, '填写项名称应以小写字母开头'),
  label: z.string().min(1).max(40),
  kind: z.enum(['text', 'number', 'yesno']),
  unit: z.string().max(20).optional(),
  /** Asked for only with these results; absent: with every one but NA. */
  with: z.array(Result).max(4).optional(),
});
export type AnswerField = z.infer<typeof AnswerField>;

/** 分支: asked only if another item was answered so. */
export const Branch = z.strictObject({ item: ItemKey, is: z.array(Result).min(1).max(4) });
export type Branch = z.infer<typeof Branch>;

/** What is asked, by itself: the part of an item that somebody writes and somebody else approves. */
export const ItemText = z.strictObject({
  key: ItemKey,
  /** null: asked in every sector. */
  sector: Sector.nullable(),
  /** Items are asked in this order, by group. */
  order: z.int().min(0).max(9_999),
  group: z.string().min(1).max(20),
  question: z.string().trim().min(4, '请写清要查什么').max(200),
  /** Which results can be chosen. */
  results: z.array(Result).min(2).max(4),
  fields: z.array(AnswerField).max(6),
  when: Branch.nullable(),
  /** What a photo has to show; null: none is needed. */
  photos: z.string().max(200).nullable(),
  hint: z.string().max(400),
  bases: z.array(LegalBasis).max(8),
  /** The sentence offered for the record, by result; 〔label〕 stands for what was written into that field. */
  suggested: z
    .strictObject({ OK: z.string().max(300), PROBLEM: z.string().max(300), VIOLATION: z.string().max(300) })
    .partial(),
  /** Whether the legal office has confirmed wording and clauses; otherwise it is shown as 待法制机构确认. */
  confirmed: z.boolean(),
});
export type ItemText = z.infer<typeof ItemText>;

/** One item as it is asked on one day: revision and clauses are those of that day. */
export const ChecklistItem = z.object({
  ...ItemText.omit({ bases: true }).shape,
  /** Id of the revision: SHIP-03@2. Answers name it, so that what was asked is known for good. */
  id: z.string(),
  revision: z.int().min(1),
  /** Only clauses in force on the day of the check. */
  bases: z.array(LegalBasis),
});
export type ChecklistItem = z.infer<typeof ChecklistItem>;

export const STATES = { drafted: '起草中', proposed: '待批准', approved: '已批准', withdrawn: '已撤回' } as const;
export type CheckItemStatus = keyof typeof STATES;

/** One revision of one item. `_id` is `<key>@<revision>`. */
export const CheckItem = z.object({
  ...ItemText.shape,
  _id: z.string(),
  version: z.int(),
  status: z.enum(keysOf(STATES)),
  revision: z.int().min(1),
  /** Days on which it is asked, both included; null: until further notice. */
  validFrom: Day,
  validTo: Day.nullable(),
  drafter: z.string(),
  drafterName: z.string(),
  approver: z.string().nullable(),
  approverName: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
  /** Why it was sent back or withdrawn. */
  reason: z.string().nullable(),
});
export type CheckItem = z.infer<typeof CheckItem>;

/** What the reviewer writes: a new item, a new revision of one, or another wording of a draft. */
export const WriteItem = z
  .strictObject({ ...ItemText.shape, validFrom: Day.nullable().default(null) })
  .refine(({ when, key }) => when?.item !== key, { error: '事项不能以自己的答案为条件，请重新选择', path: ['when'] })
  .refine(({ bases }) => bases.every(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo), {
    error: '法律依据的起止日期颠倒，请核对',
    path: ['bases'],
  });
export type WriteItem = z.infer<typeof WriteItem>;

/** 修改: only what is given changes. Clauses, fields and branches are changed by drafting the item anew. */
export const AmendItem = z
  .strictObject({
    question: z.string().trim().min(4, '请写清要查什么').max(200),
    photos: z.string().trim().max(200),
    hint: z.string().trim().max(400),
    problem: z.string().trim().max(300),
    violation: z.string().trim().max(300),
  })
  .partial()
  .refine((given) => Object.keys(given).length > 0, '请至少修改一项');
export type AmendItem = z.infer<typeof AmendItem>;

const said = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
export const SendBack = z.strictObject({ reason: said('退回的理由', 300) });
export type SendBack = z.infer<typeof SendBack>;
export const RetireItem = z.strictObject({ lastDay: Day, reason: said('停用的理由', 300) });
export type RetireItem = z.infer<typeof RetireItem>;
export const SupersedeItem = z.strictObject({ lastDay: Day, by: z.string() });
export type SupersedeItem = z.infer<typeof SupersedeItem>;
export const Nothing = z.strictObject({});
