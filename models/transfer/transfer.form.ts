import { type Field, type Form, optionsOf } from '../core/form';
import { OUTCOMES, TERMS } from './transfer.schema';

const text = (name: string, label: string, maxLength = 60, placeholder?: string): Field => ({
  ...{ name, label, kind: 'text', required: true, maxLength },
  ...(placeholder ? { placeholder } : {}),
});
const long = (name: string, label: string, maxLength = 1_000): Field => ({
  ...{ name, label, kind: 'textarea', required: true, maxLength },
});
const yesNo = (name: string, label: string): Field => ({ name, label, kind: 'yesno', required: true });
const number = (name: string, label: string): Field => ({ name, label, kind: 'number', required: false });
const at = text('at', '时间', 25, '例如 2026-11-24 15:30');
const { DETAINED: _detained, ...JUDGED } = OUTCOMES;
const { PLAIN: _plain, ...LONGER } = TERMS;

export const transferForms: Partial<Record<string, Form>> = {
  addMember: [{ name: 'person', label: '执法人员', kind: 'person', required: true }],
  report: [long('report', '书面报告（事实、证据、涉嫌罪名、移送理由）', 4_000)],
  refuse: [long('decision', '不批准的理由')],
  opinion: [long('opinion', '检察机关的意见')],
  send: [
    text('to', '接收的公安机关', 60, '例如 舟山市公安局'),
    text('letterNo', '移送书文号'),
    text('procuratorate', '抄送的检察机关', 60, '例如 舟山市人民检察院'),
    yesNo('items', '已附涉案物品清单（没有物品的写“无”）'),
    yesNo('appraisal', '附检验报告、监测报告或者鉴定意见'),
    yesNo('photos', '附照片、录音录像'),
    yesNo('penaltyDecision', '附已作出的行政处罚决定书'),
  ],
  receive: [at, text('no', '回执编号'), text('receiver', '接收人', 40)],
  passOn: [text('to', '转送的公安机关')],
  askSupplement: [long('supplement', '要求补充的材料')],
  lengthen: [{ name: 'term', label: '审查期限', kind: 'choice', required: true, options: optionsOf(LONGER) }],
  policeFiled: [at, text('no', '立案决定书文号')],
  policeRefused: [at, text('no', '不予立案（处罚）通知书文号'), long('policeReason', '理由')],
  detained: [long('judgement', '拘留决定的文号和内容')],
  reconsider: [long('reconsideration', '提请复议的理由')],
  askSupervision: [long('supervision', '建议立案监督的理由')],
  handItems: [number('count', '物品件数'), long('items', '移交物品清单', 2_000)],
  judge: [
    { name: 'outcome', label: '处理结果', kind: 'choice', required: true, options: optionsOf(JUDGED) },
    number('criminalFineYuan', '罚金（元）'),
    number('finePaidYuan', '已缴行政罚款（元）'),
    long('judgement', '处理情况'),
  ],
  giveBack: [long('end', '结束说明')],
};
