import { Modal } from 'antd';
import { type Form } from '../../models/core/form';
import { FormFields, FormRefusal } from '../form/FormFields';
import { type StepForm } from '../form/useStepForm';
import { DeskField } from './DeskField';
import { testId } from './StepModal';

/** The dialogue in which a record begins at the desk: its form and one button. */
export function NewRecordModal({
  title,
  verb,
  form,
  state,
  id,
  name,
  onClose,
}: {
  title: string;
  /** Word on the button. */
  verb: string;
  form: Form;
  state: StepForm;
  /** Of the record to be. */
  id: string;
  /** What the ids of the controls begin with. */
  name: string;
  onClose: () => void;
}) {
  return (
    <Modal
      open
      title={title}
      width={720}
      okText={state.busy ? '正在提交' : verb}
      cancelText="取消"
      confirmLoading={state.busy}
      okButtonProps={{ disabled: !state.ready, ...testId('submit-step') }}
      onOk={() => void state.submit()}
      onCancel={onClose}
      maskClosable={false}
      data-testid={`${name}-modal`}
    >
      <div className="step-modal">
        <FormFields Field={DeskField} form={form} state={state} id={`${name}-`} record={{ id }} />
        <FormRefusal state={state} />
      </div>
    </Modal>
  );
}
