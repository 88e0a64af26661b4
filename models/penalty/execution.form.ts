import { type Field, type Form, optionsOf } from '../core/form';
import { SERVED_BY } from './case.schema';
import { ANNULMENTS, CLOSINGS, REMEDIES, REMEDY_RESULTS, RULINGS } from './execution.schema';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const day = (name: string, label: string) =>
  required({ name, label, kind: 'text', maxLength: 10, placeholder: '2026-08-15' });
const text = (name: string, label: string, maxLength: number) => required({ name, label, kind: 'text', maxLength });
const long = (name: string, label: string, maxLength: number) => required({ name, label, kind: 'textarea', maxLength });
const choice = (name: string, label: string, words: Readonly<Record<string, string>>) =>
  required({ name, label, kind: 'choice', options: optionsOf(words) });
const photos = (label: string) => required({ name: 'photos', label, kind: 'photos' });

const { DIRECT, LEFT, MAIL, ENTRUSTED } = SERVED_BY;
const service: Form = [
  choice('how', '送达方式', { DIRECT, LEFT, MAIL, ENTRUSTED }),
  day('on', '送达日期'),
  text('receiver', '签收人', 40),
  text('place', '送达地点', 100),
  optional({ name: 'witness', label: '见证人（拒收时填写姓名和身份）', kind: 'text', maxLength: 60 }),
  optional({ name: 'remark', label: '拒收情况或邮件编号', kind: 'textarea', maxLength: 300 }),
  photos('送达回证或者邮寄凭证的照片'),
];

/** Forms of the steps after the decision; what the party asks for in shares has a sheet of its own on the phone. */
export const executionForms: Partial<Record<string, Form>> = {
  serve: service,
  serveDemand: service,
  sendElectronically: [],
  announce: [
    day('announcedOn', '公告日期'),
    text('where', '公告的地方', 200),
    long('tried', '其他送达方式为什么没有办成', 500),
    photos('公告的照片或者截图'),
  ],
  refundPayment: [
    text('ref', '退付凭证编号', 60),
    day('on', '退付日期'),
    required({ name: 'amountYuan', label: '退付金额（元）', kind: 'number' }),
  ],
  beginRemedy: [
    choice('kind', '复议还是诉讼', REMEDIES),
    text('body', '受理机关', 60),
    text('no', '案号', 60),
    day('from', '受理日期'),
  ],
  endRemedy: [day('to', '结案日期'), choice('result', '结果', REMEDY_RESULTS)],
  demand: [],
  answerDemand: [long('answer', '当事人的意见', 1_000)],
  acceptedByCourt: [text('no', '案号', 60), day('acceptedOn', '受理日期')],
  ruledByCourt: [
    choice('ruling', '裁定结果', RULINGS),
    day('ruledOn', '裁定日期'),
    long('reason', '裁定的主要内容', 500),
  ],
  finishEnforcement: [day('on', '执行完毕日期'), long('summary', '执行情况', 500)],
  annul: [
    choice('kind', '情形', ANNULMENTS),
    text('body', '作出的机关', 60),
    text('no', '文号', 60),
    day('on', '作出日期'),
    long('reason', '理由', 1_000),
    optional({ name: 'fineYuan', label: '变更后的罚款（元，只在变更时填写）', kind: 'number' }),
    optional({ name: 'confiscationYuan', label: '变更后的没收金额（元，没有变更的不填）', kind: 'number' }),
  ],
  applyCourt: [text('court', '人民法院', 60)],
  grantInstalment: [long('reason', '同意的理由', 500)],
  refuseInstalment: [long('reason', '不同意的理由', 500)],
  proposeClosing: [choice('kind', '结案的情形', CLOSINGS), long('summary', '案件办理和执行情况', 1_000)],
  returnClosing: [long('reason', '退回的理由', 500)],
  closeCase: [],
  archive: [text('no', '档号', 60), required({ name: 'permanent', label: '是否永久保管', kind: 'yesno' })],
};
