import { type Form } from '../core/form';
import { type rosterWorkflow } from './roster.workflow';

/** What each step asks for on card and page. `revise` has a page of its own, and what is absent is one tap. */
export const rosterForms: Partial<Record<keyof typeof rosterWorkflow.steps, Form>> = {
  publishAnyway: [{ name: 'reason', label: '为什么带着问题发布', kind: 'textarea', required: true, maxLength: 300 }],
};
