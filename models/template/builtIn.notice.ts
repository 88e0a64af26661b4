/** 告知 and 听证: what a party is told before a decision, and what is heard of it. 行政处罚法 第四十四、四十五、六十三、六十四条. */
import { acts } from './builtIn.inside';
import { CASE_KINDS } from './caseKinds';
import { type Part } from './outline';
import { close, type Definition, h, head, ink, p, party, table, verification, when, without } from './phrases';

type NoticeKind = 'priorNotice' | 'hearingNotice' | 'hearingMinutes' | 'hearingReport';

const hearing: Part = table(
  ['时间', '{听证时间}'],
  ['地点', '{听证地点}'],
  ['听证主持人', '{主持人}'],
  ['听证员', '{听证员}'],
  ['记录人', '{记录人}'],
);
const isOpen: Part[] = [when('公开', p('听证公开举行。')), without('公开', p('听证不公开举行：{不公开理由}'))];

export const NOTICES: Readonly<Record<NoticeKind, Definition>> = {
  priorNotice: {
    parts: [
      ...head(CASE_KINDS.priorNotice),
      party,
      p(
        '我局对你（单位）涉嫌{案由}一案（案号：{案号}）的调查已经终结，现将拟作出行政处罚的事实、理由、依据和你（单位）享有的权利告知如下：',
      ),
      h('一、违法事实和证据'),
      p('{事实}'),
      ...acts,
      p('以上事实，有以下证据证明：{证据综述}'),
      h('二、拟作出的行政处罚'),
      p('依据：{依据}'),
      when('理由', p('裁量理由：{理由}')),
      when('处罚', p('{序号}. {内容}')),
      h('三、你（单位）的权利'),
      p(
        '依据《中华人民共和国行政处罚法》第四十四条、第四十五条，你（单位）可以自收到本告知书之日起五个工作日内（至{申辩期限}止）向我局陈述、申辩；逾期未提出的，视为放弃。我局不会因陈述、申辩而给予更重的处罚。',
      ),
      when(
        '听证',
        p(
          '依据《中华人民共和国行政处罚法》第六十三条、第六十四条，你（单位）还可以自收到本告知书之日起五个工作日内（至{听证期限}止）要求听证；逾期未要求的，视为放弃。听证不收取费用。',
        ),
      ),
      p('联系地址：{联系地址}　联系电话：{联系电话}　承办人：{执法人员}'),
      ...close,
    ],
    footer: [],
  },
  hearingNotice: {
    parts: [
      ...head(CASE_KINDS.hearingNotice),
      party,
      p(
        '你（单位）对我局《行政处罚事先（听证）告知书》（{告知文号}）要求听证。我局决定举行听证，现将有关事项通知如下：',
      ),
      hearing,
      ...isOpen,
      p(
        '你（单位）可以亲自参加听证，也可以委托一至二人代理，代理人应当提交授权委托书。认为主持人与本案有直接利害关系的，有权申请回避。',
      ),
      p('无正当理由拒不出席或者未经许可中途退出的，视为放弃听证权利，听证终止。听证不收取费用。'),
      ...close,
    ],
    footer: [],
  },
  hearingMinutes: {
    parts: [
      ...head(CASE_KINDS.hearingMinutes),
      table(['案号', '{案号}'], ['案由', '{案由}'], ['当事人', '{当事人}']),
      hearing,
      ...isOpen,
      p('参加人员：{参加人员}'),
      when('缺席', p('缺席情况：{缺席}')),
      h('听证记录'),
      p('{听证记录}'),
      ink('当事人', '当事人或者代理人（签名）：'),
      ink('执法人员1', '听证主持人（签名）：'),
      ink('执法人员2', '记录人（签名）：'),
      p('{日期}', 'right'),
      verification,
    ],
    footer: ['当事人', '执法人员1', '执法人员2'],
  },
  hearingReport: {
    parts: [
      ...head(CASE_KINDS.hearingReport),
      table(['案号', '{案号}'], ['案由', '{案由}'], ['当事人', '{当事人}']),
      hearing,
      ...isOpen,
      p('参加人员：{参加人员}'),
      when('缺席', p('缺席情况：{缺席}')),
      h('一、听证情况'),
      p('{听证记录}'),
      h('二、听证意见'),
      p('{听证意见}'),
      h('三、处理建议'),
      p('{处理建议}'),
      p('听证主持人：{主持人}', 'right'),
      p('{日期}', 'right'),
      verification,
    ],
    footer: [],
  },
};
