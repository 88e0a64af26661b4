/**
 * 案卷评查打分: one enforcement file on the scale of the 2024 rules (生态环境行政执法案卷评查细则): 50 points for legality, lost with any one veto
 * item, 50 for the documents that the file needed, less deductions for basic elements. Exact: points are whole tenths, the score is a
 * fraction. Runs in the browser too, so that the sheet adds up while it is filled in; the server adds up again.
 */
import { z } from 'zod';

/** Documents of an ordinary penalty file and their points; together 100. What the file did not need counts in neither number. */
export const PARTS = {
  filing: { label: '立案审批表', points: 2 },
  siteRecord: { label: '现场检查（勘察）笔录', points: 10 },
  interview: { label: '调查询问笔录', points: 10 },
  testReport: { label: '监测（检测）报告', points: 5 },
  otherEvidence: { label: '其他证据', points: 8 },
  investigation: { label: '调查报告', points: 8 },
  rectification: { label: '责令改正违法行为决定书', points: 10 },
  priorNotice: { label: '行政处罚事先告知书', points: 10 },
  hearingNotice: { label: '听证告知书、听证通知书', points: 4 },
  hearingRecord: { label: '听证笔录', points: 8 },
  decision: { label: '行政处罚决定书', points: 15 },
  demand: { label: '催告书', points: 2 },
  courtApplication: { label: '强制执行申请书', points: 5 },
  closing: { label: '结案审批表', points: 3 },
} as const;
export type PartName = keyof typeof PARTS;
export const PART_NAMES = Object.keys(PARTS) as [PartName];

/** 一票否决项, numbered as in the rules. */
export const VETOES = {
  1: '执法主体和管辖权合法',
  2: '两名以上持证执法人员并记录在案',
  3: '当事人名称在各文书中一致',
  4: '处罚对象正确，不以承包、运维或设备厂家代替',
  5: '认定的事实与证据相符',
  6: '证据充分，采样取证合法',
  7: '考虑了当事人无过错的证据',
  8: '违法事实与适用条款对应',
  9: '处罚有法定依据',
  10: '条、款、项引用准确，版本正确',
  11: '兜底条款有法律依据才适用',
  12: '罚款在法定幅度内，减轻有法定事由',
  13: '查封扣押的物品与违法行为有关',
  14: '告知权利并给足期限，送达有证明，监测结果已告知',
  15: '回避、陈述申辩、听证申请得到处理',
  16: '查封扣押告知权利并制作现场笔录',
  17: '应当集体讨论的已讨论并有记录，需要时重新讨论',
  18: '调查人员未参与表决',
  19: '应当法制审核的已通过，新证据后重新审核',
  20: '在追责时效内',
  21: '调查人员与审查人员分离',
  22: '按日计罚前已责令改正',
  23: '按日计罚在期限内复查',
  24: '按日计罚在原处罚决定之后作出',
  25: '查封扣押未超期',
} as const;
export type VetoNumber = keyof typeof VETOES;

/** Points are tenths: a half point is 5. */
export const TENTHS = 10;
const Tenths = z.int('分值以0.1分为单位').min(0, '分值不能为负');
const note = z.string().trim().max(300, '说明最多300字').default('');

/** One document on the sheet: needed or not, and what it earned. */
export const ScoredPart = z.strictObject({ applies: z.boolean(), tenths: Tenths.max(150), note });
const Parts = z.strictObject(
  Object.fromEntries(PART_NAMES.map((name) => [name, ScoredPart])) as Record<PartName, typeof ScoredPart>,
);
export const ScoreSheet = z
  .strictObject({
    parts: Parts,
    vetoes: z
      .array(z.strictObject({ number: z.int().min(1).max(25, '一票否决项只有25项'), note }))
      .max(25, '一票否决项只有25项')
      .refine((found) => new Set(found.map(({ number }) => number)).size === found.length, '同一否决项只记一次'),
    /** Basic elements that are missing anywhere in the file. */
    deductions: z
      .array(
        z.strictObject({
          text: z.string().trim().min(2, '请写明扣分理由').max(200, '扣分理由最多200字'),
          tenths: Tenths.min(1, '扣分至少0.1分').max(500, '单项扣分最多50分'),
        }),
      )
      .max(30, '扣分最多30项'),
  })
  .superRefine(({ parts }, context) => {
    for (const name of PART_NAMES) {
      const { label, points } = PARTS[name];
      if (parts[name].tenths > points * TENTHS)
        context.addIssue({ code: 'custom', path: ['parts', name], message: `“${label}”满分${points}分` });
    }
    if (PART_NAMES.every((name) => !parts[name].applies))
      context.addIssue({ code: 'custom', path: ['parts'], message: '案卷至少应有一份适用的文书' });
  });
export type ScoreSheet = z.infer<typeof ScoreSheet>;

/** A score as a fraction of whole numbers, with the sums it was made of, all in tenths. */
export interface FileScore {
  num: number;
  den: number;
  /** Two decimals, half up. */
  text: string;
  vetoed: boolean;
  earned: number;
  applicable: number;
  deducted: number;
}

/** `num/den` with two decimals, half up. */
function decimals(num: number, den: number): string {
  const hundredths = Math.floor((200 * num + den) / (2 * den));
  return `${Math.floor(hundredths / 100)}.${String(hundredths % 100).padStart(2, '0')}`;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0);

/**
 * 50 + 50 × earned ⁄ applicable − deductions, never below 0; any veto item makes the whole file 0.
 * With E, A, D in tenths that is (500·A + 500·E − D·A) ⁄ 10·A. A sheet on which nothing applies scores 0.
 */
export function fileScore({ parts, vetoes, deductions }: ScoreSheet): FileScore {
  const needed = PART_NAMES.filter((name) => parts[name].applies);
  const earned = sum(needed.map((name) => parts[name].tenths));
  const applicable = sum(needed.map((name) => PARTS[name].points * TENTHS));
  const deducted = sum(deductions.map(({ tenths }) => tenths));
  const vetoed = vetoes.length > 0;
  const num = vetoed ? 0 : Math.max(0, 500 * applicable + 500 * earned - deducted * applicable);
  const den = Math.max(1, 10 * applicable);
  return { num, den, text: decimals(num, den), vetoed, earned, applicable, deducted };
}

/** An empty sheet: everything that is `needed` applies with full points, nothing else. */
export const blankSheet = (needed: readonly PartName[]): ScoreSheet => ({
  parts: Object.fromEntries(
    PART_NAMES.map((name) => {
      const applies = needed.includes(name);
      return [name, { applies, tenths: applies ? PARTS[name].points * TENTHS : 0, note: '' }];
    }),
  ) as ScoreSheet['parts'],
  vetoes: [],
  deductions: [],
});
