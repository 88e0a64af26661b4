import { type Form } from '../core/form';
import { type ResponsibilityStep } from './responsibility.workflow';

const reason: Form = [{ name: 'reason', label: '决定的理由', kind: 'textarea', maxLength: 500, required: true }];

/** What each step asks for. */
export const responsibilityForms: Partial<Record<ResponsibilityStep, Form>> = {
  object: [
    { name: 'text', label: '申辩意见', kind: 'textarea', maxLength: 1000, required: true },
    { name: 'photos', label: '证明照片', kind: 'photos', required: false },
  ],
  uphold: reason,
  withdraw: reason,
};
