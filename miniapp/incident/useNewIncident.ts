import { useState } from 'react';
import { enterForm } from '../../models/incident/incident.form';
import { useStepForm } from '../form/useStepForm';
import { freshId } from '../freshId';
import { send } from '../send';
import { toast } from '../shell/toast';
import { type NewIncidentAnswer } from './answers';

/** 登记事件. The id is made here, so that sending it twice makes one. `onDone` gets null when it was kept for later. */
export function useNewIncident(onDone: (id: string | null) => void) {
  const [id] = useState(freshId);
  const state = useStepForm(
    'enterIncident',
    enterForm,
    {},
    (input, values) =>
      send({
        ...{ lane: id, step: 'enterIncident', path: '/api/incidents', title: '登记事件', values },
        ...{ input: { ...input, id }, form: 'enterIncident', page: '/incidents/new' },
      }),
    (outcome) => {
      if (!('sent' in outcome)) {
        toast('网络不通，已保存，联网后自动发送');
        return onDone(null);
      }
      const { record, duplicates } = outcome.sent as NewIncidentAnswer;
      const same = duplicates.length > 0 ? `，可能与 ${duplicates[0]?.no ?? '另一件'} 是同一件，请核对` : '';
      toast(`已登记：${record.number}${same}`);
      onDone(record.id);
    },
  );
  return { id, state };
}
