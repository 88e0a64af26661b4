import { Modal } from 'antd';
import { enterForm } from '../../models/incident/incident.form';
import { DeskField } from '../desk/DeskField';
import { testId } from '../desk/StepModal';
import { FormFields, FormRefusal } from '../form/FormFields';
import { useNewIncident } from './useNewIncident';

/** 登记事件 at the desk: what came by telephone, from above, from the police, from a 随手报. */
export function EnterModal({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { id, state } = useNewIncident((done) => (done ? onDone(done) : onClose()));
  return (
    <Modal
      open
      title="登记事件"
      width={720}
      okText={state.busy ? '正在提交' : '登记'}
      cancelText="取消"
      confirmLoading={state.busy}
      okButtonProps={{ disabled: !state.ready, ...testId('submit-step') }}
      onOk={() => void state.submit()}
      onCancel={onClose}
      maskClosable={false}
      data-testid="enter-modal"
    >
      <div className="step-modal">
        <FormFields Field={DeskField} form={enterForm} state={state} id="incident-" record={{ id }} />
        <FormRefusal state={state} />
      </div>
    </Modal>
  );
}
