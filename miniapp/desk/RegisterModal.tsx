import { Modal } from 'antd';
import { useState } from 'react';
import { registerForm } from '../../models/petition/petition.form';
import { type ChangedPetition } from '../answers';
import { useStepForm } from '../form/useStepForm';
import { freshId } from '../freshId';
import { send } from '../send';
import { toast } from '../shell/toast';
import { DeskField } from './DeskField';
import { testId } from './StepModal';

/** 登记: what arrived by telephone, letter or visit. Name and number go to the vault, never into the text. */
export function RegisterModal({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const [id] = useState(freshId);
  const state = useStepForm(
    'register',
    registerForm,
    {},
    (input, values) =>
      send({
        lane: id,
        step: 'register',
        path: '/api/petitions/register',
        title: '登记来电来访',
        input: { ...input, id },
        values,
        form: 'register',
        page: '/register',
      }),
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
        {state.ready &&
          registerForm.map((field) => (
            <DeskField
              key={field.name}
              field={field}
              id={`register-${field.name}`}
              values={state.values}
              change={state.change}
              fault={state.faults[field.name]}
              record={{ id }}
            />
          ))}
        {state.faults[''] && (
          <p className="fault" role="alert" data-testid="refusal">
            {state.faults['']}
          </p>
        )}
      </div>
    </Modal>
  );
}
