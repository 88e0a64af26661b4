import { enterForm } from '../../models/incident/incident.form';
import { NewRecordModal } from '../desk/NewRecordModal';
import { useNewIncident } from './useNewIncident';

/** 登记事件 at the desk: what came by telephone, from above, from the police, from a 随手报. */
export function EnterModal({ onClose, onDone }: { onClose: () => void; onDone: (id: string) => void }) {
  const { id, state } = useNewIncident((done) => (done ? onDone(done) : onClose()));
  return (
    <NewRecordModal
      title="登记事件"
      verb="登记"
      form={enterForm}
      state={state}
      id={id}
      name="enter"
      onClose={onClose}
    />
  );
}
