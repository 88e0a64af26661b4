/** After the decision, beside it, and by force: demand, court, police, seizure. */
import { CASE_KINDS } from './caseKinds';
import { type Part } from './outline';
import {
  close,
  type Definition,
  each,
  h,
  head,
  ink,
  p,
  party,
  remedy,
  table,
  verification,
  when,
  without,
} from './phrases';

type ExecutionKind = 'demand' | 'courtApplication' | 'criminalTransfer' | 'seizure' | 'seizureList' | 'seizureLift';

const due: Part = table(
  ['应缴罚没款（元）', '{应缴}'],
  ['已缴（元）', '{已缴}'],
  ['未缴（元）', '{未缴}'],
  ['加处罚款（元）', '{加处}'],
  ['合计（元）', '{合计}'],
);
const goods: Part = table(
  ['序号', '名称', '规格型号', '数量', '状态'],
  each('清单', '{序号}', '{名称}', '{规格}', '{数量}', '{状态}'),
);
const signedOnSite: Part[] = [
  ink('当事人', '当事人（签名或盖章）：'),
  ink('见证人', '见证人（签名）：'),
  ink('执法人员1', '执法人员（签名）：'),
  ink('执法人员2', '执法人员（签名）：'),
];
const ON_SITE = ['当事人', '执法人员1', '执法人员2'];

export const EXECUTION: Readonly<Record<ExecutionKind, Definition>> = {
  demand: {
    parts: [
      ...head(CASE_KINDS.demand),
      party,
      p(
        '我局于{决定日期}对你（单位）作出《行政处罚决定书》（{决定文号}），已于{决定送达}送达。你（单位）在法定期限内未履行下列义务：',
      ),
      due,
      p('加处罚款人民币{加处大写}，合计人民币{合计大写}。'),
      when('其他义务', p('其他未履行的义务：{其他义务}')),
      p(
        '依据《中华人民共和国行政强制法》第五十四条，现催告你（单位）自收到本催告书之日起十个工作日内（至{催告期限}止）履行，{缴款方式}。逾期仍未履行的，我局将依法申请人民法院强制执行。',
      ),
      p('你（单位）有权向我局陈述、申辩。联系地址：{联系地址}　联系电话：{联系电话}'),
      ...close,
    ],
    footer: [],
  },
  courtApplication: {
    parts: [
      ...head(CASE_KINDS.courtApplication),
      p('{诉讼法院}：'),
      p('申请人：{机关}'),
      h('被申请人'),
      party,
      p(
        '申请人于{决定日期}作出《行政处罚决定书》（{决定文号}），于{决定送达}送达。被申请人在法定期限内未申请行政复议、未提起行政诉讼，又不履行决定。',
      ),
      p('申请人于{催告送达}送达《履行行政处罚决定催告书》（{催告文号}），催告期满被申请人仍未履行。{申请理由}'),
      p(
        '依据《中华人民共和国行政处罚法》第七十二条第一款第四项和《中华人民共和国行政强制法》第五十三条，申请强制执行：',
      ),
      due,
      p('合计人民币{合计大写}。'),
      when('其他义务', p('其他事项：{其他义务}')),
      h('附件'),
      when('附件', p('{序号}. {内容}')),
      p('申请机关负责人：{审批人}', 'right'),
      p('{机关}（印章）', 'right'),
      p('{日期大写}', 'right'),
      verification,
    ],
    footer: [],
  },
  criminalTransfer: {
    parts: [
      ...head(CASE_KINDS.criminalTransfer),
      p('{受移送机关}：'),
      when('涉嫌犯罪', p('我局在查处{案由}一案（案号：{案号}）中发现当事人的行为涉嫌犯罪。')),
      without('涉嫌犯罪', p('我局在查处{案由}一案（案号：{案号}）中发现该案不属于我局管辖。')),
      party,
      h('案情'),
      p('{案情}'),
      p(
        '依据{移送依据}，经我局负责人批准（{批准情况}），现将本案移送你单位处理。请依法出具回执，并将处理情况书面通知我局。',
      ),
      h('随案移送材料'),
      when('附件', p('{序号}. {内容}')),
      p('抄送：{抄送机关}'),
      p('{机关}（印章）', 'right'),
      p('{日期大写}', 'right'),
      verification,
    ],
    footer: [],
  },
  seizure: {
    parts: [
      ...head(CASE_KINDS.seizure),
      party,
      p(
        '因{理由}，依据{依据}，我局决定对《查封（扣押）清单》所列场所、设施、财物实施{措施}，期限自{期限起}起至{期限止}止，地点：{地点}。',
      ),
      p('查封、扣押期间，任何人不得使用、转移、损毁或者隐匿上述场所、设施、财物。你（单位）有权陈述、申辩。'),
      remedy,
      p('执法人员（证件编号）：{执法人员}'),
      ...signedOnSite,
      ...close,
    ],
    footer: ON_SITE,
  },
  seizureList: {
    parts: [
      ...head(CASE_KINDS.seizureList),
      p('当事人：{当事人}　措施：{措施}　地点：{地点}'),
      goods,
      p('执法人员（证件编号）：{执法人员}'),
      ...signedOnSite,
      ...close,
    ],
    footer: ON_SITE,
  },
  seizureLift: {
    parts: [
      ...head(CASE_KINDS.seizureLift),
      party,
      p(
        '我局以{原决定文号}对你（单位）的下列场所、设施、财物实施{措施}。因{解除理由}，依据《中华人民共和国行政强制法》第二十八条，现决定解除。',
      ),
      goods,
      p('执法人员（证件编号）：{执法人员}'),
      ...signedOnSite,
      ...close,
    ],
    footer: ON_SITE,
  },
};
