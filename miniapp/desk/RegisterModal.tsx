import { registerForm } from '../../models/petition/petition.form';
import { type ChangedPetition } from '../answers';
import { useNewPetition } from '../petition/useNewPetition';
import { toast } from '../shell/toast';
import { NewRecordModal } from './NewRecordModal';

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
    <NewRecordModal
      title="登记来电来访"
      verb="登记"
      form={registerForm}
      state={state}
      id={id}
      name="register"
      onClose={onClose}
    />
  );
}
