/** Documents that stay in the file: approvals, report, reviews, lists. Nobody hands them over, so they bear no remedies. */
import { CASE_KINDS, type CaseKind } from './caseKinds';
import { type Part } from './outline';
import { type Definition, each, h, head, p, party, table, verification, when } from './phrases';

type InsideKind =
  | 'filing'
  | 'filingRefusal'
  | 'investigationReport'
  | 'caseReview'
  | 'legalReview'
  | 'discussionRecord'
  | 'defenceRecheck'
  | 'closing'
  | 'evidenceList'
  | 'fileIndex';

const inside = (kind: CaseKind, ...parts: Part[]): Definition => ({
  parts: [...head(CASE_KINDS[kind]), ...parts, p('{日期}', 'right'), verification],
  footer: [],
});
const about = table(['案号', '{案号}'], ['案由', '{案由}']);
const approval = table(['审批意见', '{审批意见}'], ['审批人', '{审批人}'], ['审批时间', '{审批时间}']);

/** 违法行为 one by one, with clause and discretion. */
export const acts: Part[] = [
  when(
    '违法行为',
    p('{序号}. {行为}（{时间}）：{事实}'),
    p('适用条款：{处罚依据}'),
    when('法律适用', p('法律适用：{法律适用}')),
    when('裁量', p('裁量：{裁量}')),
  ),
];

const filing: Part[] = [
  about,
  party,
  table(
    ['案件来源', '{案件来源}'],
    ['登记', '{登记人}　{登记时间}'],
    ['违法行为发生日期', '{行为日期}'],
    ['初步查明的事实', '{违法事实}'],
  ),
  h('立案条件（生态环境行政处罚办法第十九条）'),
  table(['条件', '是否满足', '理由'], each('条件', '{条件}', '{是否}', '{理由}')),
];

export const INSIDE: Readonly<Record<InsideKind, Definition>> = {
  filing: inside('filing', ...filing, p('承办人：{执法人员}'), approval),
  filingRefusal: inside('filingRefusal', ...filing, p('不予立案的理由：{不予立案理由}'), approval),
  investigationReport: inside(
    'investigationReport',
    about,
    party,
    p('本案于{立案日期}立案，由{执法人员}调查。'),
    h('一、查明的违法事实'),
    p('{事实}'),
    ...acts,
    h('二、证据'),
    p('{证据综述}'),
    p('当事人有无主观过错的调查情况：{无过错情况}'),
    h('三、违法行为的性质和改正情况'),
    p('{性质}'),
    p('改正情况：{改正情况}'),
    h('四、处理建议'),
    when('处罚', p('{序号}. {内容}')),
    p('{调查结论}'),
    p('调查人员（证件编号）：{执法人员}', 'right'),
  ),
  caseReview: inside(
    'caseReview',
    about,
    party,
    p('依据《生态环境行政处罚办法》第三十九条，对本案的管辖、事实、证据、程序、时效、法律适用和裁量审查如下：'),
    table(['序号', '审查事项', '结论', '说明'], each('意见', '{序号}', '{事项}', '{结论}', '{说明}')),
    p('审查结论：{审查结论}'),
    p('审查人：{审查人}　{审查时间}', 'right'),
  ),
  legalReview: inside(
    'legalReview',
    about,
    party,
    p('依据《中华人民共和国行政处罚法》第五十八条，对拟作出的处罚决定审核如下。拟作出的决定：{处罚建议}'),
    when('重新审核', p('重新审核的原因：{重新审核}')),
    p('审核意见：{审核意见}'),
    p('审核结论：{审核结论}'),
    p('法制审核人员：{审核人}　{审核时间}', 'right'),
  ),
  discussionRecord: inside(
    'discussionRecord',
    about,
    party,
    table(
      ['时间', '{讨论时间}'],
      ['地点', '{讨论地点}'],
      ['主持人', '{主持人}'],
      ['参加讨论人员', '{参加人员}'],
      ['列席人员（不参加表决）', '{列席人员}'],
      ['记录人', '{记录人}'],
      ['集体讨论的原因', '{讨论原因}'],
    ),
    h('讨论情况'),
    p('{讨论记录}'),
    h('参加讨论人员的意见'),
    table(['序号', '姓名', '意见', '理由'], each('表决', '{序号}', '{姓名}', '{意见}', '{理由}')),
    p('讨论结论：{讨论结论}'),
  ),
  defenceRecheck: inside(
    'defenceRecheck',
    about,
    party,
    p('我局于{告知日期}向当事人送达《行政处罚事先（听证）告知书》（{告知文号}）。'),
    when('申辩意见', p('{序号}. 当事人意见：{意见}'), p('复核：{处理}。理由：{理由}')),
    when('听证情况', p('听证情况：{听证情况}')),
    p('复核结论：{复核结论}'),
    p('没有因当事人陈述、申辩或者要求听证而给予更重的处罚。'),
    p('复核人：{复核人}　{复核时间}', 'right'),
  ),
  closing: inside(
    'closing',
    about,
    party,
    table(
      ['立案日期', '{立案日期}'],
      ['决定文号', '{决定文号}'],
      ['决定日期', '{决定日期}'],
      ['处理结果', '{处理结果}'],
      ['执行情况', '{执行情况}'],
      ['结案理由', '{结案理由}'],
      ['承办人', '{承办人}'],
    ),
    approval,
  ),
  evidenceList: inside(
    'evidenceList',
    about,
    p('当事人：{当事人}　共{件数}件'),
    table(
      ['序号', '证据名称', '种类', '来源', '证明内容', '校验值（SHA-256）', '所在位置'],
      each('证据', '{序号}', '{名称}', '{种类}', '{来源}', '{证明}', '{校验值}', '{位置}'),
    ),
  ),
  fileIndex: inside(
    'fileIndex',
    about,
    table(['当事人', '{当事人}'], ['立案日期', '{立案日期}'], ['结案日期', '{结案日期}'], ['立卷人', '{立卷人}']),
    table(
      ['序号', '文号', '文书名称', '日期', '页次', '备注'],
      each('目录', '{序号}', '{文号}', '{名称}', '{日期}', '{页次}', '{备注}'),
    ),
    p('共{件数}件，{总页数}页。'),
  ),
};
