import { Modal } from 'antd';
import { registerForm } from '../../models/petition/petition.form';
import { type ChangedPetition } from '../answers';
import { FormFields, FormRefusal } from '../form/FormFields';
import { useNewPetition } from '../petition/useNewPetition';
import { toast } from '../shell/toast';
import { DeskField } from './DeskField';
import { testId } from './StepModal';

/** 登记: what arrived by telephone, letter or visit. Name and number go to the vault, never into the text. */
export function RegisterModal({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { id, state } = useNewPetition(
    { step: 'register', form: registerForm, path: '/api/petitions/register', title: '登记来电来访' },
    (outcome) => {
      if (!('sent' in outcome)) {
        toast('网络不通，已保存，联网后自动发送');
        return onClose();
      }
      const { petition } = outcome.sent as ChangedPetition;
      toast(`已登记：${petition.no ?? ''}`);
      onDone(petition.id);
    },
  );
  return (
    <Modal
      open
      title="登记来电来访"
      width={720}
      okText={state.busy ? '正在提交' : '登记'}
      cancelText="取消"
      confirmLoading={state.busy}
      okButtonProps={{ disabled: !state.ready, ...testId('submit-step') }}
      onOk={() => void state.submit()}
      onCancel={onClose}
      maskClosable={false}
      data-testid="register-modal"
    >
      <div className="step-modal">
        <FormFields Field={DeskField} form={registerForm} state={state} id="register-" record={{ id }} />
        <FormRefusal state={state} />
      </div>
    </Modal>
  );
}
