/** The decisions. 行政处罚法 第五十九条 says what must stand in them; each of its elements is a paragraph here. */
import { acts } from './builtIn.inside';
import { CASE_KINDS } from './caseKinds';
import { type Part } from './outline';
import { type Definition, each, h, head, p, party, remedy, table, verification, when, without } from './phrases';

type DecisionKind = 'decision' | 'noPenalty' | 'dailyPenalty' | 'instalment';

/** Authority, day in the formal way of writing, place of the seal. */
const sealed: Part[] = [p('{机关}（印章）', 'right'), p('{日期大写}', 'right'), verification];

/** How the party was heard, and what became of what it said. */
const heard: Part[] = [
  p(
    '我局于{告知日期}向你（单位）送达《行政处罚事先（听证）告知书》（{告知文号}），告知拟作出的处罚、事实、理由、依据和陈述、申辩、要求听证的权利。',
  ),
  when('申辩意见', p('{序号}. 你（单位）提出：{意见}'), p('经复核，{处理}：{理由}')),
  without('申辩意见', p('你（单位）在规定期限内没有提出陈述、申辩。')),
  when('听证', p('应你（单位）要求，我局举行了听证。{听证情况}')),
  when('申辩处理', p('{申辩处理}')),
  when('无过错情况', p('关于主观过错：{无过错情况}')),
  when('集体讨论', p('{集体讨论}')),
];
/** How, until when and where it is performed, and what follows when it is not. */
const performance: Part[] = [
  h('四、履行方式和期限'),
  when(
    '罚款',
    p('请自收到本决定书之日起{履行期限}，{缴款方式}。'),
    p(
      '逾期不缴纳罚款的，依据《中华人民共和国行政处罚法》第七十二条第一款第一项，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款数额。',
    ),
    p('确有经济困难，需要延期或者分期缴纳的，请在缴款期限届满前向我局书面申请，并附证明材料。'),
  ),
  without('罚款', p('{履行期限}')),
];
const challenge: Part[] = [
  h('五、救济途径和期限'),
  remedy,
  p(
    '申请行政复议或者提起行政诉讼期间，除法律另有规定外，本决定不停止执行。逾期不申请行政复议、不提起行政诉讼，又不履行本决定的，我局将依法申请人民法院强制执行。',
  ),
];
const opening = p('我局于{立案日期}对你（单位）{案由}一案（案号：{案号}）立案调查，现已审查终结。');
const proven = p('以上事实，有以下证据证明：{证据综述}');
const facts: Part[] = [h('一、违法事实和证据'), p('{事实}'), ...acts, proven];
const penalties: Part[] = [
  h('三、处罚种类和依据'),
  p('你（单位）的上述行为应当给予行政处罚，依据：{依据}'),
  when('理由', p('裁量理由：{理由}')),
  p('综上，我局决定对你（单位）作出以下行政处罚：'),
  when('处罚', p('{序号}. {内容}')),
  when('罚款', p('罚款合计人民币{罚款大写}（¥{罚款}元）。')),
  when('没收', p('没收违法所得人民币{没收大写}（¥{没收}元）。')),
  when('责令改正', p('同时，{责令改正}')),
];

export const DECISIONS: Readonly<Record<DecisionKind, Definition>> = {
  decision: {
    parts: [
      ...[...head(CASE_KINDS.decision), party, opening, ...facts, h('二、陈述申辩和听证')],
      ...[...heard, ...penalties, ...performance, ...challenge, ...sealed],
    ],
    footer: [],
  },
  noPenalty: {
    parts: [
      ...[...head(CASE_KINDS.noPenalty), party, opening, ...facts, h('二、不予处罚的理由和依据')],
      p('{不予处罚理由}'),
      p('依据{不予处罚依据}，我局决定对你（单位）不予行政处罚。'),
      h('三、教育措施'),
      p('{教育措施}'),
      remedy,
      ...sealed,
    ],
    footer: [],
  },
  dailyPenalty: {
    parts: [
      ...head(CASE_KINDS.dailyPenalty),
      party,
      p(
        '我局于{原决定日期}对你（单位）作出《行政处罚决定书》（{原决定文号}），处罚款{原罚款}元；《责令改正违法行为决定书》（{责令改正文号}）于{责令送达}送达。',
      ),
      h('一、违法事实和证据'),
      p('{复查日期}，我局执法人员进行复查：{复查情况}'),
      proven,
      h('二、陈述申辩和听证'),
      ...heard,
      h('三、处罚种类和依据'),
      p(
        '依据《中华人民共和国生态环境法典》第一千零六十条，按照原处罚数额按日连续处罚。计罚期间自责令改正送达之次日{起算日}起至复查之日{截止日}止，共{天数}日：{原罚款}元×{天数}日。',
      ),
      p('我局决定对你（单位）处罚款人民币{罚款大写}（¥{罚款}元）。'),
      p('请立即停止违法行为。仍不改正的，我局将继续实施按日连续处罚。'),
      ...performance,
      ...challenge,
      ...sealed,
    ],
    footer: [],
  },
  instalment: {
    parts: [
      ...head(CASE_KINDS.instalment),
      party,
      p('你（单位）于{申请日期}就我局《行政处罚决定书》（{决定文号}，{决定日期}）申请延期（分期）缴纳罚款：{申请理由}'),
      when(
        '准予',
        p('经审查，依据《中华人民共和国行政处罚法》第六十六条第二款，准予按下列期限缴纳：'),
        table(['期次', '缴纳期限', '金额（元）', '大写'], each('期次', '{序号}', '{期限}', '{金额}', '{金额大写}')),
        p('任何一期逾期未缴的，其余各期立即到期，并自逾期之日起依法加处罚款。'),
      ),
      without('准予', p('经审查，不予准许：{不准予理由}'), p('请按原决定的期限缴纳罚款。')),
      remedy,
      ...sealed,
    ],
    footer: [],
  },
};
