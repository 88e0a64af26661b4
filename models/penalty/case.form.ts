import { type Field, type Form, optionsOf } from '../core/form';
import { OFFENCES, PENALTY_KINDS } from '../law/law.schema';
import {
  LEGAL_REVIEW_CAUSES,
  NO_PENALTY_GROUNDS,
  PAUSES,
  RECUSAL_GROUNDS,
  REVIEW_POINTS,
  SERVED_BY,
} from './case.schema';
import { OUTCOMES, RESULTS } from './steps.schema';

type Words = Readonly<Record<string, string>>;
const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const text = (name: string, label: string, maxLength: number) => required({ name, label, kind: 'text', maxLength });
const maybe = (name: string, label: string, maxLength: number) => optional({ name, label, kind: 'text', maxLength });
const long = (name: string, label: string, maxLength: number) => required({ name, label, kind: 'textarea', maxLength });
const more = (name: string, label: string, maxLength: number) => optional({ name, label, kind: 'textarea', maxLength });
const choice = (name: string, label: string, words: Words) =>
  required({ name, label, kind: 'choice', options: optionsOf(words) });
const anyOf = (name: string, label: string, words: Words) =>
  optional({ name, label, kind: 'choice', options: optionsOf(words) });
const yesno = (name: string, label: string) => required({ name, label, kind: 'yesno' });
const DAY = { kind: 'text', maxLength: 10, placeholder: '2026-08-15' } as const;
const day = (name: string, label: string) => required({ name, label, ...DAY });
const photos = (label: string, field = optional) => field({ name: 'photos', label, kind: 'photos' });
const reason = (label = '理由') => [long('reason', label, 500)];

const crew: Form = [
  required({ name: 'first', label: '第一名调查人员', kind: 'officer' }),
  required({ name: 'second', label: '第二名调查人员', kind: 'officer' }),
  optional({ name: 'third', label: '第三名调查人员（可不选）', kind: 'officer' }),
];
const { MONITORING, APPRAISAL, ANNOUNCEMENT, SERVICE, OTHER } = PAUSES;

/** What each step from filing to the decision asks for. */
export const caseForms: Readonly<Record<string, Form>> = {
  assignInvestigators: crew,
  changeInvestigators: [...crew, ...reason('更换的理由')],
  revokeFiling: reason('撤销立案的理由'),
  describeParty: [
    maybe('idNumber', '统一社会信用代码或者证件号码', 30),
    maybe('representative', '法定代表人或者负责人', 40),
    maybe('address', '地址', 120),
  ],
  describeAct: [
    maybe('act', '改写哪一项（如 a1；留空新写一项）', 40),
    choice('offence', '违法行为种类', OFFENCES),
    text('text', '违法行为', 200),
    maybe('place', '地点', 120),
    day('actOn', '行为日期'),
    optional({ name: 'endedOn', label: '终了日期（有连续或者继续状态的）', ...DAY }),
    yesno('continuous', '有连续或者继续状态'),
    day('discoveredOn', '发现日期'),
    yesno('harm', '造成污染或者生态破坏'),
    yesno('healthHarm', '涉及公民生命健康安全并且有危害后果'),
    optional({ name: 'investmentYuan', label: '项目总投资额（元，按投资额计罚的填写）', kind: 'number' }),
    optional({ name: 'disposalCostYuan', label: '所需处置费用（元，按处置费用计罚的填写）', kind: 'number' }),
    long('facts', '违法事实', 2_000),
    photos('证明这项行为的照片'),
  ],
  dropAct: [text('act', '去掉哪一项（如 a1）', 40), ...reason()],
  addEvidence: [photos('证据照片', required), text('text', '说明', 300)],
  recuse: [choice('ground', '回避的理由', RECUSAL_GROUNDS), long('text', '情况说明', 500)],
  requestRecusal: [
    required({ name: 'person', label: '申请谁回避', kind: 'person' }),
    choice('ground', '回避的理由', RECUSAL_GROUNDS),
    long('text', '情况说明', 500),
  ],
  decideRecusal: [yesno('grant', '同意回避'), ...reason()],
  pause: [
    choice('kind', '不计入期限的事项', { MONITORING, APPRAISAL, ANNOUNCEMENT, SERVICE, OTHER }),
    long('reason', '委托的单位和事项', 300),
  ],
  endPause: [],
  suspend: reason('中止调查的理由'),
  resume: reason('恢复调查的理由'),
  terminate: reason('终止调查的理由'),
  askMoreTime: [required({ name: 'days', label: '延长的天数', kind: 'number' }), ...reason('延长的理由')],
  extendDecision: [],
  refuseMoreTime: reason('不同意的理由'),
  report: [
    long('facts', '调查认定的事实', 4_000),
    long('evidence', '证据的分析', 4_000),
    long('nature', '违法行为的性质和适用依据', 2_000),
    long('noFault', '当事人有没有主观过错、有没有相反证据', 1_000),
    long('correction', '责令改正和改正情况', 1_000),
    choice('outcome', '处理建议', OUTCOMES),
    anyOf('additional', '罚款以外的处罚种类', PENALTY_KINDS),
    long('reason', '处理建议的理由', 1_000),
  ],
  takeReview: [],
  review: [
    ...Object.entries(REVIEW_POINTS).flatMap(([name, label]) => [yesno(name, label), long(`${name}Text`, '意见', 500)]),
    choice('result', '审查结论', RESULTS),
    yesno('complex', '案情疑难复杂、涉及多个法律关系'),
    yesno('publicInterest', '涉及重大公共利益'),
    long('text', '审查意见', 1_000),
  ],
  returnForEvidence: reason('退回的理由和要补充的内容'),
  noPenalty: [
    choice('ground', '不予处罚的情形', NO_PENALTY_GROUNDS),
    maybe('rule', '不予处罚清单编号（适用清单的填写）', 80),
    optional({ name: 'correctedOn', label: '改正日期', ...DAY }),
    long('reason', '不予处罚的理由', 1_000),
    long('education', '批评教育的内容', 1_000),
    more('commitment', '当事人的改正承诺', 1_000),
  ],
  transferOut: [
    choice('kind', '移送的情形', { CRIME: '涉嫌犯罪', JURISDICTION: '不属于本机关管辖' }),
    text('to', '移送的机关', 80),
    long('reason', '移送的理由', 1_000),
  ],
  draftNotice: [more('basis', '处罚依据的补充说明', 1_000), more('reasons', '处罚理由的补充说明', 2_000)],
  approveNotice: [],
  returnNotice: reason('退回的理由'),
  serveNotice: [
    choice('how', '送达方式', SERVED_BY),
    day('on', '送达日期（公告送达的填公告日期）'),
    text('receiver', '签收人', 40),
    text('place', '送达地点', 100),
    maybe('witness', '见证人（留置送达的填写）', 60),
    more('remark', '送达情况', 300),
    photos('送达回证照片', required),
  ],
  state: [long('text', '陈述、申辩意见', 5_000)],
  addStatement: [long('text', '陈述、申辩意见', 5_000)],
  recordStatement: [long('text', '当事人的陈述、申辩意见', 5_000), photos('书面材料照片')],
  requestHearing: [more('text', '申请听证的理由', 2_000)],
  recordHearingRequest: [more('text', '申请听证的理由', 2_000)],
  waive: [more('text', '说明', 500)],
  recordWaiver: [more('text', '放弃权利的情况（附书面材料的写明）', 500)],
  answerPoint: [
    text('point', '申辩的要点', 500),
    yesno('adopted', '采纳'),
    long('reason', '采纳或者不采纳的理由', 1_000),
  ],
  recheck: [more('text', '复核意见', 1_000)],
  legalReview: [long('opinion', '法制审核意见', 2_000), anyOf('cause', '审核的事由', LEGAL_REVIEW_CAUSES)],
  refuseLegalReview: [long('opinion', '法制审核意见', 2_000), anyOf('cause', '审核的事由', LEGAL_REVIEW_CAUSES)],
  askDiscussion: reason('提请集体讨论的理由'),
  sendBack: reason('退回的理由'),
  draftDecision: [
    more('defence', '陈述申辩（听证）处理情况的补充', 2_000),
    more('order', '责令改正的内容', 1_000),
    more('reasons', '处罚理由的补充说明', 2_000),
  ],
  decide: [],
};
