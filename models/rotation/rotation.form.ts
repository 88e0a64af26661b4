import { type Field, type Form, optionsOf } from '../core/form';
import { DUTIES, REASONS } from './rotation.schema';
import { type RoundStep } from './rotation.workflow';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const reason = (label: string): Field => required({ name: 'reason', label, kind: 'textarea', maxLength: 300 });

/** 发起一轮. The moment and the target are asked for by the page itself. */
export const openForm: Form = [
  required({ name: 'duty', label: '任务类型', kind: 'choice', options: optionsOf(DUTIES) }),
  required({ name: 'k', label: '人数', kind: 'number' }),
  required({ name: 'place', label: '集合地点', kind: 'text', maxLength: 100, placeholder: '例如：定海三江码头候船厅' }),
  optional({ name: 'kit', label: '携带装备', kind: 'textarea', maxLength: 200, placeholder: '例如：执法记录仪、雨衣' }),
  required({ name: 'needCertified', label: '至少几名持证人员', kind: 'number' }),
];

/** What each step asks for. A step that is absent asks for nothing: one tap. */
export const rotationForms: Partial<Record<RoundStep, Form>> = {
  decline: [
    required({ name: 'reason', label: '困难类型', kind: 'choice', options: optionsOf(REASONS) }),
    optional({ name: 'text', label: '说明', kind: 'textarea', maxLength: 500 }),
    optional({ name: 'photos', label: '证明照片', kind: 'photos' }),
  ],
  arrive: [optional({ name: 'place', label: '到位位置', kind: 'place', maxLength: 200 })],
  refuseDecline: [reason('不同意的理由')],
  markArrived: [required({ name: 'person', label: '到位人员', kind: 'person' })],
  excuseAbsence: [required({ name: 'person', label: '缺席人员', kind: 'person' }), reason('改记的理由')],
  appoint: [required({ name: 'person', label: '指定谁去', kind: 'officer' }), reason('指定的理由')],
  callOff: [reason('取消的理由')],
};
