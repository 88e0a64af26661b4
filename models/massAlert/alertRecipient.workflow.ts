import { type Workflow } from '../core/workflow';
import { type AlertRecipient, RECIPIENT_STATES } from './alertRecipient.schema';

/** 点名对象: one person on the roll. Answers are kept whenever they come, also after the end; they are marked late then. */
export const recipientWorkflow = {
  noun: '点名',
  states: RECIPIENT_STATES,
  steps: {
    answer: { label: '回复', from: ['silent', 'answered'], to: 'answered', by: 'answerAlert', tone: 'primary' },
    enter: { label: '代为登记', from: ['silent', 'answered'], to: 'answered', by: 'enterAnswer' },
    tell: { label: '再次通知', from: ['silent'], by: 'keepTime', quiet: true },
    revoke: { label: '告知取消', from: ['silent', 'answered'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<AlertRecipient>;
