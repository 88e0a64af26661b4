/**
 * The built-in templates, written down so that a lawyer can read them. Word files are made from them when the system starts; the legal
 * office downloads one, changes it in Word and hands it in. Tags: template.schema.ts.
 */
import { CASE_BUILT_IN } from './builtIn.case';
import { type Part } from './outline';
import { close, type Definition, head as headOf, ink, p, party, remedy, verification, when, without } from './phrases';
import { type Kind, KINDS } from './template.schema';

const head = (kind: Kind): Part[] => headOf(KINDS[kind]);

/** Who hands over, and how it was received: signed, or refused with the reason and a witness. */
const served: Part[] = [
  p('送达方式：{送达方式}'),
  without('拒签', ink('当事人', '当事人（签名或盖章）：', '　{签收时间}')),
  when('拒签', p('当事人拒绝签收：{拒签}　{签收时间}'), p('见证人：{见证人}'), ink('见证人', '见证人（签名）：')),
  p('执法人员（证件编号）：{执法人员}'),
  ink('执法人员1', '执法人员（签名）：'),
  ink('执法人员2', '执法人员（签名）：'),
];
const list: Part = {
  kind: 'table',
  rows: [
    { cells: ['序号', '名称', '规格型号', '数量', '状态', '照片'] },
    { each: '清单', cells: ['{序号}', '{名称}', '{规格}', '{数量}', '{状态}', '{照片}'] },
  ],
};

/** A record's pages as they are, under the head of the authority. */
const record = (): Definition => ({
  parts: [p('{机关}', 'center'), p('{文号}', 'right'), { kind: 'content' }, verification],
  footer: ['当事人', '执法人员1', '执法人员2'],
});

export const BUILT_IN: Readonly<Record<Kind, Definition>> = {
  siteRecord: record(),
  supplement: record(),
  interview: record(),
  sampling: record(),
  evidenceHold: {
    parts: [
      ...head('evidenceHold'),
      party,
      p('因{涉嫌行为}，有关证据可能灭失或者以后难以取得（{保存理由}）。'),
      p(
        '依据《中华人民共和国行政处罚法》第五十六条、《生态环境行政处罚办法》第三十二条，我局决定自{实施时间}起对《证据清单》所列{件数}件物品先行登记保存，保存至{保存期限}止；届时未作出处理决定的，先行登记保存措施自动解除。',
      ),
      when('紧急', p('情况紧急，已当场采取措施并向负责人报告。{批准情况}')),
      without('紧急', p('{批准情况}')),
      p('保存方式：{保存方式}　保存地点：{保存地点}'),
      p('保存期间，当事人或者有关人员不得销毁或者转移上述证据。'),
      { kind: 'heading', level: 2, text: '证据清单' },
      list,
      p('以上{件数}件物品，附现场照片{照片数}张。'),
      ...served,
      ...close,
    ],
    footer: ['当事人', '执法人员1', '执法人员2'],
  },
  holdDisposal: {
    parts: [
      ...head('holdDisposal'),
      party,
      p('我局于{实施时间}以{文号}对你（单位）的下列物品先行登记保存。'),
      list,
      p('经审查，{处理理由}'),
      p('依据《生态环境行政处罚办法》第三十三条，我局于{处理时间}决定：{处理决定}。'),
      when('返还', p('请凭本通知书领回上述物品：{返还}')),
      ...served,
      ...close,
    ],
    footer: ['当事人', '执法人员1', '执法人员2'],
  },
  spotPenalty: {
    parts: [
      ...head('spotPenalty'),
      party,
      p('你（单位）于{违法时间}在{违法地点}实施了以下违法行为：{违法事实}'),
      p(
        '上述行为违反了{违反条款}的规定。执法人员已于{亮证时间}出示执法证件，于{告知时间}告知拟作出的处罚内容及事实、理由、依据和陈述申辩的权利。',
      ),
      when('申辩', p('当事人陈述申辩：{申辩意见}'), p('复核意见：{复核意见}')),
      without('申辩', p('当事人表示不陈述、不申辩。')),
      p('{处罚理由}依据{处罚依据}和《中华人民共和国行政处罚法》第五十一条，决定给予以下行政处罚：'),
      when('警告', p('警告。')),
      when('罚款', p('罚款人民币{罚款大写}（{罚款}元）。')),
      when(
        '银行缴纳',
        p(
          '请自收到本决定书之日起十五日内，{银行缴纳}。逾期不缴纳的，每日按罚款数额的百分之三加处罚款，加处罚款的数额不超过罚款数额。',
        ),
      ),
      when('当场收缴', p('罚款已当场收缴（{当场收缴}），专用票据编号：{收据编号}。')),
      remedy,
      ...served,
      ...close,
    ],
    footer: ['当事人', '执法人员1', '执法人员2'],
  },
  order: {
    parts: [
      ...head('order'),
      party,
      p('我局执法人员于{检查日期}对你（单位）进行了检查，发现你（单位）实施了以下环境违法行为：{违法事实}'),
      p('上述行为违反了{违反条款}的规定。'),
      p('依据《中华人民共和国行政处罚法》第二十八条第一款和{责令依据}，现责令你（单位）改正：'),
      {
        kind: 'table',
        rows: [{ cells: ['序号', '改正内容', '改正方式'] }, { each: '要求', cells: ['{序号}', '{内容}', '{方式}'] }],
      },
      p('请于{改正期限}前完成改正。我局将对你（单位）的改正情况进行检查；拒不改正的，将依法处理。'),
      remedy,
      ...served,
      ...close,
    ],
    footer: ['当事人', '执法人员1', '执法人员2'],
  },
  serviceReceipt: {
    parts: [
      ...head('serviceReceipt'),
      {
        kind: 'table',
        rows: [
          { cells: ['送达文书名称及文号', '《{文书名称}》{文号}'] },
          { cells: ['受送达人', '{受送达人}'] },
          { cells: ['送达地点', '{送达地点}'] },
          { cells: ['送达方式', '{送达方式}'] },
          { cells: ['送达人（证件编号）', '{执法人员}'] },
        ],
      },
      without('拒签', ink('当事人', '受送达人（签名或盖章）：', '　{签收时间}')),
      when('拒签', p('拒绝签收的情况：{拒签}　{签收时间}'), p('见证人：{见证人}'), ink('见证人', '见证人（签名）：')),
      ink('执法人员1', '送达人（签名）：'),
      ink('执法人员2', '送达人（签名）：'),
      ...close,
    ],
    footer: ['当事人', '执法人员1', '执法人员2'],
  },
  ...CASE_BUILT_IN,
};
