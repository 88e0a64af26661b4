import { type Field, type Form, optionsOf } from '../core/form';
import { CHOICES } from './discussion.schema';
import { type DiscussionStep } from './discussion.workflow';

const required = (field: Omit<Field, 'required'>): Field => ({ ...field, required: true });
const optional = (field: Omit<Field, 'required'>): Field => ({ ...field, required: false });
const amount = (label: string): Field =>
  optional({ name: 'fineYuan', label, kind: 'text', maxLength: 13, placeholder: '例如：216000' });

/** What each step asks for. Who is present is chosen on the record's own page. */
export const discussionForms: Partial<Record<DiscussionStep, Form>> = {
  answer: [
    required({ name: 'comes', label: '能参加', kind: 'yesno' }),
    optional({ name: 'reason', label: '不能参加的原因', kind: 'textarea', maxLength: 200 }),
  ],
  vote: [
    required({ name: 'choice', label: '表决意见', kind: 'choice', options: optionsOf(CHOICES) }),
    required({ name: 'opinion', label: '发言意见', kind: 'textarea', maxLength: 1_000 }),
    amount('建议变更后的罚款（元）'),
  ],
  excuse: [
    required({ name: 'member', label: '离会成员', kind: 'person' }),
    required({ name: 'reason', label: '离会原因', kind: 'textarea', maxLength: 200 }),
  ],
  count: [
    required({ name: 'conclusion', label: '讨论结论', kind: 'textarea', maxLength: 2_000 }),
    amount('变更后的罚款（元），多数建议变更时填写'),
  ],
  writeMinutes: [required({ name: 'text', label: '讨论记录', kind: 'textarea', maxLength: 20_000 })],
  confirmMinutes: [optional({ name: 'dissent', label: '不同意见（记入记录）', kind: 'textarea', maxLength: 1_000 })],
  objectMinutes: [required({ name: 'reason', label: '要改的地方', kind: 'textarea', maxLength: 500 })],
  cancel: [required({ name: 'reason', label: '取消的理由', kind: 'textarea', maxLength: 200 })],
};
