/** 不予处罚清单: how a rule comes into force, those that come with the program, and the domain as the doors see it. */
import { CODE_DAY, isInForce } from '../checkItem/legalBasis';
import { CLOCK, permits } from '../core/access';
import { contentHash } from '../core/contentHash';
import { type Domain } from '../core/domain';
import { type Face } from '../core/face';
import { createAll, defineStore } from '../core/journal';
import { command, type Context, type Outcome } from '../core/workflow';
import { EXEMPTION_KINDS, type ExemptionRule, type ProposeRule } from './exemption.schema';
import { exemptionWorkflow } from './exemption.workflow';
import { decider } from './law.facts';
import { type Offence, OFFENCES } from './law.schema';
import {
  Approve,
  askLeaders,
  decidedAbout,
  type DeciderFacts,
  type Named,
  proposedBy,
  reasonOf,
  Refuse,
  REVIEW_STATES,
  REVIEW_TONES,
  reviewForms,
  reviewSentences,
  TakeBack,
  Withdraw,
} from './reviewed';
import { reviewApproval } from './reviewApproval';
import { daysWords } from './validity';

export const exemptionRules = defineStore<ExemptionRule>('exemption_rules', {
  live: true,
  indexes: [
    [{ offence: 1, status: 1 }],
    [{ status: 1, proposedAt: -1 }],
    [{ asked: 1 }, { unique: true, partialFilterExpression: { asked: { $gt: '' } } }],
  ],
  clash: { field: 'asked', message: '这个事项已有一份待批准的提议，请等局领导处理后再提交。' },
});

const ROW = { events: 0, outbox: 0 } as const;
const MOST = 500;
/** Rules of these states; of one offence when given. */
export const listRules = (query: { offence?: Offence; status?: ExemptionRule['status'] }): Promise<ExemptionRule[]> =>
  exemptionRules.collection
    .find(query as never, { projection: ROW, sort: { offence: 1, validFrom: 1, _id: 1 }, limit: MOST })
    .toArray();

/** Rules in force for this offence on this Shanghai day. */
export const rulesOn = async (offence: Offence, day: string): Promise<ExemptionRule[]> =>
  (await listRules({ offence, status: 'inForce' })).filter((rule) => isInForce(rule, day));

const titleOf = ({ title }: Pick<ExemptionRule, 'title'>) => title.slice(0, 60);
const about = { workflow: exemptionWorkflow, word: 'exemption', titleOf };

/** A rule as it is proposed; asked of every leader but its author. */
export function proposeRule(
  id: string,
  { note, ...said }: ProposeRule,
  { now }: Context,
  { author, leaders }: { author: Named; leaders: Named[] },
): Outcome<ExemptionRule> {
  const document: ExemptionRule = {
    ...{ ...said, ...proposedBy(author, note, now), _id: id, asked: `${said.offence}|${said.kind}|${said.title}` },
  };
  return {
    document,
    event: { type: 'exemption.proposed', data: { note } },
    effects: askLeaders('exemption', titleOf(document), author.id, leaders),
  };
}

const decide =
  (step: 'approve' | 'refuse' | 'takeBack' | 'withdraw') =>
  (rule: ExemptionRule, input: object, context: Context, facts: DeciderFacts): Outcome<ExemptionRule> => {
    const outcome = decidedAbout(about, step, rule, reasonOf(input), context, facts);
    return { ...outcome, document: { ...outcome.document, asked: null } };
  };

const ruleRows = (rule: ExemptionRule): [string, string][] => [
  ['违法行为', OFFENCES[rule.offence]],
  ['有效期', daysWords(rule)],
  ['种类', EXEMPTION_KINDS[rule.kind]],
  ['条件', rule.conditions.join('；')],
  ['证据', rule.evidenceNeeded.join('；')],
  ['同类违法', rule.firstTimeYears > 0 ? `${rule.firstTimeYears} 年内没有` : '不作要求'],
  ['改正', rule.correctedWithinDays > 0 ? `${rule.correctedWithinDays} 日内` : '当场'],
  ['来源', rule.source || '没有写明'],
];

/** What a leader reads before a rule comes into force. */
export const exemptionApproval = reviewApproval({
  ...{ store: exemptionRules.name, workflow: exemptionWorkflow, titleOf, rows: ruleRows },
});

export const exemptionDomain: Domain<ExemptionRule> = {
  store: exemptionRules,
  workflow: exemptionWorkflow,
  commands: {
    approve: command(Approve, decide('approve')),
    refuse: command(Refuse, decide('refuse')),
    takeBack: command(TakeBack, decide('takeBack')),
    withdraw: command(Withdraw, decide('withdraw')),
  },
  facts: { approve: decider, refuse: decider, takeBack: decider, withdraw: decider },
  approving: exemptionApproval.approving,
};

/** 不予处罚清单 as the doors see it. */
export const exemptionFace: Face<ExemptionRule> = {
  domain: exemptionDomain,
  path: 'exemptions',
  maySee: (rule, actor) => permits('seeLaw', actor, rule),
  seenBy: [],
  outline: (rule) => ({
    title: rule.title,
    number: OFFENCES[rule.offence],
    status: rule.status === 'inForce' ? `已启用，${daysWords(rule)}` : REVIEW_STATES[rule.status],
    tone: REVIEW_TONES[rule.status],
    facts: [...ruleRows(rule), ['提出', rule.authorName]],
    note: rule.status === 'proposed' ? '批准后办案人员会看到这一条提示；是否不予处罚由负责人决定。' : '',
    until: null,
  }),
  forms: reviewForms,
  sentences: reviewSentences('exemption'),
  readFirst: ['approve'],
};

type BuiltRule = [kind: ExemptionRule['kind'], offence: Offence, title: string, days: number, conditions: string[]];
/* prettier-ignore */
const RULES: readonly BuiltRule[] = [
  ['FIRST', 'eiaRegister', '环评登记表未备案，责令后补办备案', 10, ['项目未造成环境污染或者生态破坏']],
  ['FIRST', 'hazardousLabel', '危险废物识别标志缺失或者不规范', 5, ['涉及危险废物不足 0.1 吨', '没有流失、渗漏']],
  ['FIRST', 'hazardousLedger', '危险废物管理台账记录不完整', 10, ['不影响危险废物去向核查']],
  ['FIRST', 'hazardousPlan', '危险废物管理计划未按时备案', 10, ['危险废物贮存、转移符合要求']],
  ['FIRST', 'noSelfMonitoring', '自行监测频次不足', 30, ['同期监督性监测达标']],
  ['FIRST', 'notConnected', '自动监测设备短时故障未及时报告', 2, ['故障期间污染防治设施正常运行', '没有弄虚作假']],
  ['MINOR', 'yardDust', '少量物料未覆盖', 0, ['裸露面积小', '周边没有扬尘投诉']],
  ['MINOR', 'vocNotCollected', '密闭措施短时不到位', 0, ['收集、处理设施正常运行', '挥发量小']],
];

/** The built-in rules as rows in force, until the local list is loaded. */
export const builtInRules = (now: Date): ExemptionRule[] =>
  RULES.map(([kind, offence, title, correctedWithinDays, conditions]) => ({
    ...{ ...proposedBy({ id: CLOCK.id, name: '系统内置' }, '随系统载入', now), status: 'inForce', asked: null },
    ...{ _id: `exemption-${contentHash([kind, offence, title]).slice(0, 16)}`, kind, offence, title, conditions },
    ...{ evidenceNeeded: ['现场检查笔录', '改正前后同角度照片', '当事人承诺书'], correctedWithinDays },
    ...{ firstTimeYears: 2, source: '示例，待法制机构载入本市清单', validFrom: CODE_DAY, validTo: null },
  }));

/** Keep the built-in rules. Asked at every start; what stands stays as it is. */
export async function keepBuiltInRules(now: Date): Promise<void> {
  const rows = builtInRules(now);
  await createAll(
    exemptionRules,
    rows.map((document) => ({ document, event: { type: 'exemption.builtIn', data: {} } })),
    { actor: CLOCK, now, door: 'system' },
  );
}
