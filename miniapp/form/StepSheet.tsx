import { useEffect, useId } from 'react';
import { type Offered } from '../answers';
import { type Outcome } from '../offline/courier';
import { Sheet } from '../shell/Sheet';
import { Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { formOf } from '../useDocument';
import { FormFields, FormRefusal } from './FormFields';
import { type FieldProps } from './fieldProps';
import { PhoneField } from './PhoneField';
import { useStepForm } from './useStepForm';
import { type Values } from './values';

/** The sheet of one step on the phone: its fields, its one button. A step without fields asks once more and is done. */
export function StepSheet({
  offered,
  record,
  onSend,
  onClose,
}: {
  offered: Offered;
  record: FieldProps['record'];
  onSend: (input: Record<string, unknown>, values: Values) => Promise<Outcome>;
  onClose: () => void;
}) {
  const { step, label, form } = offered;
  const id = useId();
  const state = useStepForm(formOf(record.address ?? 'petitions', record.id, step), form, record, onSend, (outcome) => {
    toast('sent' in outcome ? `${label}：已提交` : '已保存在本机，有网络后自动发送');
    onClose();
  });
  useFirstFault(state.faults);
  return (
    <Sheet
      title={label}
      onClose={onClose}
      testId={`sheet-${step}`}
      footer={
        <>
          <FormRefusal state={state} />
          <button
            type="button"
            className={offered.tone === 'danger' ? 'button big danger' : 'button big primary'}
            data-testid="submit-step"
            disabled={state.busy || !state.ready}
            onClick={() => void state.submit()}
          >
            {state.busy ? '正在提交…' : form.length === 0 ? `确定${label}` : '提交'}
          </button>
        </>
      }
    >
      {!state.ready && <Waiting lines={1} />}
      {state.found && <p className="hint">上次填到一半的内容已经找回。</p>}
      {state.ready && form.length === 0 && <p>确定要“{label}”吗？</p>}
      <FormFields Field={PhoneField} form={form} state={state} id={id} record={record} />
    </Sheet>
  );
}

/** Bring the first thing to mend into sight. */
export function useFirstFault(faults: Record<string, string>): void {
  useEffect(() => {
    const first = Object.keys(faults).find((name) => name !== '');
    if (first)
      document.querySelector(`[data-testid="field-${CSS.escape(first)}"]`)?.scrollIntoView({ block: 'center' });
  }, [faults]);
}
