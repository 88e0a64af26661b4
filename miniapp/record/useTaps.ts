import { useRef, useState } from 'react';
import { type Offered, type RecordAnswer } from '../answers';
import { type Outcome } from '../offline/courier';
import { toast } from '../shell/toast';
import { type Document } from '../useDocument';

/** Give one command on the record of this page. */
export type Act = Document<RecordAnswer>['act'];

/** What is said when a command was sent, refused, or kept on this device. */
export const sentenceOf = (label: string, outcome: Outcome): string => {
  if ('sent' in outcome) return `${label}：已完成`;
  return 'refused' in outcome ? outcome.refused.message : '已保存在本机，有网络后自动发送';
};

/** What a tap on an offered step does: a step that asks nothing and breaks nothing is sent at once, and only once at a time. */
export function useTaps(onOpen: (step: string) => void, onSend: (step: string, label: string) => Promise<Outcome>) {
  const [busy, setBusy] = useState('');
  const isSending = useRef(false);

  async function tap({ step, label, form, tone, approval }: Offered) {
    if (approval || form.length > 0 || tone === 'danger') return onOpen(step);
    if (isSending.current) return;
    isSending.current = true;
    setBusy(step);
    try {
      toast(sentenceOf(label, await onSend(step, label)));
    } finally {
      isSending.current = false;
      setBusy('');
    }
  }
  return { busy, tap };
}
