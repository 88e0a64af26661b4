/** 文书种类 of a penalty case, and what may be named in each; the names of tags are what a legal office types in Word. Safe in the browser. */

export const CASE_KINDS = {
  filing: '立案审批表',
  filingRefusal: '不予立案审批表',
  investigationReport: '调查报告',
  caseReview: '案件审查表',
  legalReview: '法制审核意见书',
  discussionRecord: '案件集体讨论记录',
  priorNotice: '行政处罚事先（听证）告知书',
  defenceRecheck: '陈述申辩（听证）意见复核书',
  hearingNotice: '行政处罚听证通知书',
  hearingMinutes: '听证笔录',
  hearingReport: '听证报告',
  decision: '行政处罚决定书',
  noPenalty: '不予行政处罚决定书',
  dailyPenalty: '按日连续处罚决定书',
  instalment: '延期（分期）缴纳罚款决定书',
  demand: '履行行政处罚决定催告书',
  courtApplication: '行政处罚强制执行申请书',
  criminalTransfer: '案件移送书',
  closing: '结案审批表',
  evidenceList: '证据目录',
  fileIndex: '卷宗目录',
  seizure: '查封（扣押）决定书',
  seizureList: '查封（扣押）清单',
  seizureLift: '解除查封（扣押）决定书',
} as const;
export type CaseKind = keyof typeof CASE_KINDS;

export const COMMON = { 文号: 'text', 机关: 'text', 日期: 'text', 指纹: 'text', 执法人员: 'text' } as const;
export const PARTY = { 当事人: 'text', 证件名称: 'text', 证件号码: 'text', 负责人: 'text', 地址: 'text' } as const;
export const REMEDY = { 复议机关: 'text', 诉讼法院: 'text' } as const;

/** 日期大写: 二〇二六年十一月二十四日. */
const CASE = { ...COMMON, ...PARTY, 日期大写: 'text', 案号: 'text', 案由: 'text' } as const;
const APPROVED = { 审批人: 'text', 审批时间: 'text', 审批意见: 'text' } as const;

/** One illegal act, with the clause it is punished under, and why the amount is what it is. */
const ACTS = {
  ...({ 序号: 'text', 行为: 'text', 时间: 'text', 事实: 'text', 处罚依据: 'text' } as const),
  ...({ 法律适用: 'text', 裁量: 'text' } as const),
} as const;
const EVIDENCE = {
  ...({ 序号: 'text', 名称: 'text', 种类: 'text', 来源: 'text', 证明: 'text', 校验值: 'text', 位置: 'text' } as const),
} as const;
const LINES = { 序号: 'text', 内容: 'text' } as const;
/** One point of a defence, what became of it, and why. */
const POINTS = { 序号: 'text', 意见: 'text', 处理: 'text', 理由: 'text' } as const;
const GOODS = { 序号: 'text', 名称: 'text', 规格: 'text', 数量: 'text', 状态: 'text' } as const;
const FOUND = { 违法行为: ACTS, 事实: 'text', 证据综述: 'text' } as const;
const CASE_FACTS = { ...FOUND, 处罚: LINES, 依据: 'text', 理由: 'text' } as const;
const FILED = {
  ...{ ...CASE, ...APPROVED },
  ...({ 案件来源: 'text', 行为日期: 'text', 违法事实: 'text', 登记人: 'text', 登记时间: 'text' } as const),
  条件: { 条件: 'text', 是否: 'text', 理由: 'text' },
} as const;
const HEARD = {
  ...CASE,
  ...({
    告知文号: 'text',
    听证时间: 'text',
    听证地点: 'text',
    主持人: 'text',
    听证员: 'text',
    记录人: 'text',
  } as const),
  ...({ 公开: 'text', 不公开理由: 'text', 参加人员: 'text', 缺席: 'text', 听证记录: 'text' } as const),
} as const;
const AMOUNTS = { 罚款: 'text', 罚款大写: 'text', 没收: 'text', 没收大写: 'text' } as const;
/** How the party was told and heard. */
const DEFENCE = {
  ...({ 告知文号: 'text', 告知日期: 'text', 无过错情况: 'text', 听证: 'text', 听证情况: 'text' } as const),
  申辩意见: POINTS,
} as const;
/** What a decision says of how it came about, and of what follows from it. 行政处罚法 第五十九条. */
const DECIDED = {
  ...{ ...CASE, ...REMEDY, ...CASE_FACTS, ...AMOUNTS, ...DEFENCE },
  ...({ 立案日期: 'text', 申辩处理: 'text', 集体讨论: 'text' } as const),
  ...({ 履行期限: 'text', 缴款方式: 'text', 责令改正: 'text' } as const),
} as const;
const DUE = {
  ...({ 决定文号: 'text', 决定日期: 'text', 决定送达: 'text', 应缴: 'text', 已缴: 'text', 未缴: 'text' } as const),
  ...({ 加处: 'text', 加处大写: 'text', 合计: 'text', 合计大写: 'text', 其他义务: 'text' } as const),
} as const;
const SEIZED = {
  ...CASE,
  ...REMEDY,
  ...({ 措施: 'text', 理由: 'text', 依据: 'text', 期限起: 'text', 期限止: 'text', 地点: 'text' } as const),
  清单: GOODS,
} as const;

/** A plain tag, or a list with the tags of its entries. */
type CaseTags = Readonly<Record<string, 'text' | Readonly<Record<string, 'text'>>>>;

/** Every tag that a template of this kind may use. */
export const CASE_TAGS: Readonly<Record<CaseKind, CaseTags>> = {
  filing: FILED,
  filingRefusal: { ...FILED, 不予立案理由: 'text' },
  investigationReport: {
    ...{ ...CASE, ...FOUND, 处罚: LINES },
    ...{ 立案日期: 'text', 性质: 'text', 无过错情况: 'text', 调查结论: 'text', 改正情况: 'text' },
  },
  caseReview: {
    ...CASE,
    ...{ 审查人: 'text', 审查时间: 'text', 审查结论: 'text' },
    意见: { 序号: 'text', 事项: 'text', 结论: 'text', 说明: 'text' },
  },
  legalReview: {
    ...CASE,
    ...{ 审核人: 'text', 审核时间: 'text', 审核意见: 'text', 审核结论: 'text', 重新审核: 'text', 处罚建议: 'text' },
  },
  discussionRecord: {
    ...CASE,
    ...{ 讨论时间: 'text', 讨论地点: 'text', 主持人: 'text', 记录人: 'text', 参加人员: 'text', 列席人员: 'text' },
    ...{ 讨论原因: 'text', 讨论记录: 'text', 讨论结论: 'text' },
    表决: { 序号: 'text', 姓名: 'text', 意见: 'text', 理由: 'text' },
  },
  priorNotice: {
    ...{ ...CASE, ...CASE_FACTS, ...AMOUNTS },
    ...{ 听证: 'text', 申辩期限: 'text', 听证期限: 'text', 联系地址: 'text', 联系电话: 'text' },
  },
  defenceRecheck: {
    ...CASE,
    ...{ 告知文号: 'text', 告知日期: 'text', 听证情况: 'text', 复核结论: 'text', 复核人: 'text', 复核时间: 'text' },
    申辩意见: POINTS,
  },
  hearingNotice: HEARD,
  hearingMinutes: HEARD,
  hearingReport: { ...HEARD, 听证意见: 'text', 处理建议: 'text' },
  decision: DECIDED,
  noPenalty: {
    ...{ ...CASE, ...REMEDY, ...FOUND, ...DEFENCE, 立案日期: 'text' },
    ...{ 不予处罚理由: 'text', 不予处罚依据: 'text', 教育措施: 'text' },
  },
  dailyPenalty: {
    ...DECIDED,
    ...{ 原决定文号: 'text', 原决定日期: 'text', 原罚款: 'text', 责令改正文号: 'text', 责令送达: 'text' },
    ...{ 复查日期: 'text', 复查情况: 'text', 起算日: 'text', 截止日: 'text', 天数: 'text' },
  },
  instalment: {
    ...{ ...CASE, ...REMEDY, ...AMOUNTS },
    ...{ 决定文号: 'text', 决定日期: 'text', 申请日期: 'text', 申请理由: 'text', 准予: 'text', 不准予理由: 'text' },
    期次: { 序号: 'text', 期限: 'text', 金额: 'text', 金额大写: 'text' },
  },
  demand: { ...CASE, ...DUE, ...{ 催告期限: 'text', 缴款方式: 'text', 联系地址: 'text', 联系电话: 'text' } },
  courtApplication: {
    ...{ ...CASE, ...DUE, ...REMEDY },
    ...{ 催告文号: 'text', 催告送达: 'text', 申请理由: 'text', 审批人: 'text' },
    附件: LINES,
  },
  criminalTransfer: {
    ...CASE,
    ...{ 受移送机关: 'text', 抄送机关: 'text', 涉嫌犯罪: 'text', 案情: 'text', 移送依据: 'text', 批准情况: 'text' },
    附件: LINES,
  },
  closing: {
    ...{ ...CASE, ...APPROVED },
    ...{ 立案日期: 'text', 决定文号: 'text', 决定日期: 'text', 处理结果: 'text', 执行情况: 'text', 结案理由: 'text' },
    承办人: 'text',
  },
  evidenceList: { ...CASE, 件数: 'text', 证据: EVIDENCE },
  fileIndex: {
    ...CASE,
    ...{ 立案日期: 'text', 结案日期: 'text', 件数: 'text', 总页数: 'text', 立卷人: 'text' },
    目录: { 序号: 'text', 文号: 'text', 名称: 'text', 日期: 'text', 页次: 'text', 备注: 'text' },
  },
  seizure: SEIZED,
  seizureList: SEIZED,
  seizureLift: { ...SEIZED, 原决定文号: 'text', 解除理由: 'text' },
};
