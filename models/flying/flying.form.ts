import { type Field, type Form, optionsOf } from '../core/form';
import { ABORT_REASONS, FINDINGS, GENERAL, LEAK_SIGNS } from './flying.schema';
import { type FlyingStep } from './flying.workflow';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });

/** What each step asks for. A step that is absent asks for nothing, or has a page of its own. */
export const flyingForms: Partial<Record<FlyingStep, Form>> = {
  declare: [required({ name: 'relation', label: '回避情形', kind: 'choice', options: optionsOf(GENERAL) })],
  arrive: [optional({ name: 'place', label: '到位位置', kind: 'place', maxLength: 200 })],
  conflict: [
    required({
      ...{ name: 'conflict', label: '本人与检查对象有没有需要回避的关系', kind: 'choice' },
      options: optionsOf({ no: '没有', yes: '有，需要回避' }),
    }),
  ],
  reach: [
    required({ name: 'certShown', label: '已出示执法证', kind: 'yesno' }),
    required({ name: 'actionCodeShown', label: '已出示行政行为码', kind: 'yesno' }),
    required({ name: 'entryRefused', label: '对方拒绝进入', kind: 'yesno' }),
  ],
  report: [
    required({ name: 'finding', label: '检查结果', kind: 'choice', options: optionsOf(FINDINGS) }),
    optional({ name: 'items', label: '发现的问题（一行一条）', kind: 'textarea', maxLength: 3000 }),
    optional({ name: 'photos', label: '证据照片', kind: 'photos' }),
  ],
  replace: [required({ name: 'person', label: '要调整的队员', kind: 'person' })],
  abort: [required({ name: 'reason', label: '理由', kind: 'choice', options: optionsOf(ABORT_REASONS) })],
  compromise: [required({ name: 'sign', label: '泄密迹象', kind: 'choice', options: optionsOf(LEAK_SIGNS) })],
};
