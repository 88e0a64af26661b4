import { type Field, type Form, optionsOf } from '../core/form';
import { STANCES } from './audit.schema';
import { type AuditStep } from './audit.workflow';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const reason = (label: string): Form => [required({ name: 'reason', label, kind: 'textarea', maxLength: 300 })];

/** What each step asks for. Planning, reading and the ruling have pages of their own. */
export const auditForms: Partial<Record<AuditStep, Form>> = {
  drawAuditors: [required({ name: 'count', label: '抽几人', kind: 'number' })],
  notify: [
    optional({ name: 'words', label: '通知说明', kind: 'textarea', maxLength: 300, placeholder: '例如：准备哪些材料' }),
  ],
  goUnannounced: reason('不通知的理由'),
  reply: [
    required({ name: 'stance', label: '是否认可', kind: 'choice', options: optionsOf(STANCES) }),
    required({ name: 'text', label: '答复意见', kind: 'textarea', maxLength: 1000 }),
    optional({ name: 'photos', label: '证明照片', kind: 'photos' }),
    optional({
      name: 'planDueAt',
      label: '计划整改完成日期',
      kind: 'text',
      maxLength: 10,
      placeholder: '例如：2026-12-31',
    }),
  ],
  orderRectification: [
    required({ name: 'words', label: '整改要求', kind: 'textarea', maxLength: 500 }),
    optional({
      name: 'dueOn',
      label: '完成日期（不填按答复的计划）',
      kind: 'text',
      maxLength: 10,
      placeholder: '例如：2026-12-31',
    }),
  ],
  reportRectified: [
    required({ name: 'text', label: '整改情况', kind: 'textarea', maxLength: 1000 }),
    optional({ name: 'photos', label: '整改照片', kind: 'photos' }),
  ],
  verify: reason('核实情况'),
  returnRectification: reason('不到位的地方'),
  refer: reason('移送的理由'),
  callOff: reason('取消的理由'),
};
