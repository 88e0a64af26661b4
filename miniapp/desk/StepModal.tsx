import { Modal } from 'antd';
import { useId } from 'react';
import { type ListedPetition, type Offered } from '../answers';
import { type FieldProps } from '../form/fieldProps';
import { FormFields, FormRefusal } from '../form/FormFields';
import { useStepForm } from '../form/useStepForm';
import { type Values } from '../form/values';
import { type Outcome } from '../offline/courier';
import { toast } from '../shell/toast';
import { formOf } from '../useDocument';
import { DeskField } from './DeskField';
import { Repeats } from './Repeats';

/** The dialogue of one step at the desk: the same form as on the phone; classifying sees likely repeats beside it. */
export function StepModal({
  offered,
  record,
  repeats = [],
  onSend,
  onClose,
}: {
  offered: Offered;
  record: FieldProps['record'] & { no?: string | null };
  repeats?: readonly ListedPetition[] | undefined;
  onSend: (input: Record<string, unknown>, values: Values) => Promise<Outcome>;
  onClose: () => void;
}) {
  const { step, label, form, tone } = offered;
  const id = useId();
  const state = useStepForm(formOf(record.address ?? 'petitions', record.id, step), form, record, onSend, (outcome) => {
    toast('sent' in outcome ? `${label}：已完成` : '网络不通，已保存，联网后自动发送');
    onClose();
  });
  const hasRepeats = form.some(({ kind }) => kind === 'repeat');
  return (
    <Modal
      open
      title={`${label} · ${record.no ?? ''}`}
      width={hasRepeats ? 980 : 620}
      okText={state.busy ? '正在提交' : form.length === 0 ? `确定${label}` : '提交'}
      cancelText="取消"
      confirmLoading={state.busy}
      okButtonProps={{ danger: tone === 'danger', disabled: !state.ready, ...testId('submit-step') }}
      onOk={() => void state.submit()}
      onCancel={onClose}
      maskClosable={false}
      data-testid={`sheet-${step}`}
    >
      <div className={hasRepeats ? 'step-modal two' : 'step-modal'}>
        <div>
          {state.found && <p className="hint">上次填到一半的内容已经找回。</p>}
          {form.length === 0 && <p>确定要“{label}”吗？</p>}
          <FormFields Field={DeskField} form={form} state={state} id={id} record={record} />
          <FormRefusal state={state} />
        </div>
        {hasRepeats && <Repeats items={repeats} />}
      </div>
    </Modal>
  );
}

/** antd's typings of button props leave out data attributes, which it passes through. */
export const testId = (name: string) => ({ 'data-testid': name }) as object;
