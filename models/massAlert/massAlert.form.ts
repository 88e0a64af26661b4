import { type Form } from '../core/form';

/** What each step asks for. A step that is absent asks for nothing: one tap. The draft itself is written on a page of its own. */
export const massAlertForms: Record<'close' | 'cancel', Form> = {
  close: [
    {
      name: 'remark',
      label: '小结（可不填）',
      kind: 'textarea',
      required: false,
      maxLength: 200,
      placeholder: '如：应到60人，实到58人',
    },
  ],
  cancel: [
    {
      name: 'reason',
      label: '取消的原因（会告诉大家）',
      kind: 'text',
      required: true,
      maxLength: 100,
      placeholder: '如：台风转向，预警解除',
    },
  ],
};
