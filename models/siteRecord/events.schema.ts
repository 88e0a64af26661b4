/** What a phone may write into a site record, type by type: the data of each field event. Runs in the browser. */
import { z } from 'zod';
import { ItemKey, Result } from '../checkItem/checkItem.schema';
import { EvidenceHash } from '../evidence/evidence.schema';
import { Id, ScanCode, keysOf, maybe, words, commonEvents } from '../field/steps.schema';
import { SITE_FIELDS, ViolationFacts, siteField } from './fields';

/** One or many fields at once: taking over what is prefilled is one event. An empty text takes a statement back. */
export const StateFields = z.strictObject({
  values: z
    .partialRecord(z.enum(keysOf(SITE_FIELDS), { error: '没有这一项，请刷新后重新填写' }), z.string())
    .superRefine((values, context) => {
      for (const [name, value] of Object.entries(values)) {
        const field = siteField(name);
        const issue = value ? field?.schema.safeParse(value).error?.issues[0] : undefined;
        if (issue)
          context.addIssue({ code: 'custom', path: [name], message: `${field?.label ?? name}：${issue.message}` });
      }
    }),
});

const said = {
  result: Result,
  text: maybe('情况', 1000),
  evidence: z.array(EvidenceHash).max(30).default([]),
  /** Of a violation. */
  facts: ViolationFacts.optional(),
};
const needsText = ({ result, text }: { result: Result; text: string }) =>
  (result !== 'PROBLEM' && result !== 'VIOLATION') || text.length > 0;
const WITHOUT_TEXT = '发现问题的，请写明具体情况';

/** Answer to one item of the checklist: `item` is its key, `revision` the id of the wording that was asked (SHIP-03@2). */
export const Answer = z
  .strictObject({
    ...said,
    item: ItemKey,
    revision: z.string().max(20),
    values: z.record(z.string().max(32), z.union([z.string().max(200), z.number(), z.boolean()])).default({}),
  })
  .refine(needsText, { error: WITHOUT_TEXT, path: ['text'] });
export type Answer = z.infer<typeof Answer>;

/** Something found that no item asks for. */
export const Finding = z
  .strictObject({ ...said, id: Id, title: words('发现的问题', 100), clause: maybe('条款', 200) })
  .refine(needsText, { error: WITHOUT_TEXT, path: ['text'] });
export type Finding = z.infer<typeof Finding>;

export const MEDIA = {
  WATER: '废水',
  GAS: '废气',
  SOIL: '土壤',
  SOLID: '固体废物',
  NOISE: '噪声',
  SEA: '海水',
  OTHER: '其他',
} as const;
/** 采样 (处罚办法 第二十九条). `takenAt` by the device's clock; `accompaniedBy`: who of the party was there. */
export const Sample = z.strictObject({
  id: Id,
  no: words('样品编号', 40),
  medium: z.enum(keysOf(MEDIA), { error: '请选择样品类别' }),
  point: words('采样点位', 100),
  takenAt: z.iso.datetime({ error: '采样时间格式不对，请重新选择' }),
  items: maybe('监测项目', 200),
  container: maybe('容器和数量', 100),
  preservative: maybe('保存方法', 100),
  takenBy: words('采样人', 60),
  accompaniedBy: words('陪同人', 60),
});
export type Sample = z.infer<typeof Sample>;

/** Every type a site record knows, with the shape of its data. */
export const siteEvents = {
  ...commonEvents,
  scanCode: ScanCode,
  state: StateFields,
  answer: Answer,
  finding: Finding,
  sample: Sample,
} as const satisfies Record<string, z.ZodType>;
export type SiteEventType = keyof typeof siteEvents;
