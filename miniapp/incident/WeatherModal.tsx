import { useState } from 'react';
import { weatherForm } from '../../models/weather/weather.form';
import { NewRecordModal } from '../desk/NewRecordModal';
import { useStepForm } from '../form/useStepForm';
import { freshId } from '../freshId';
import { send } from '../send';
import { toast } from '../shell/toast';
import { useNow } from '../useNow';

const HOUR = 3_600_000;

/** 录入气象预警: what the bulletin says, from now on. Boats stop by it. */
export function WeatherModal({ onClose }: { onClose: () => void }) {
  const now = useNow();
  const [id] = useState(freshId);
  const state = useStepForm(
    'enterWeather',
    weatherForm,
    {},
    ({ county, hours, ...said }, values) => {
      const startsAt = now;
      const endsAt = new Date(startsAt.getTime() + Number(hours) * HOUR);
      const input = { ...said, id, counties: county ? [county] : [], startsAt, endsAt };
      return send({
        ...{ lane: id, step: 'enterWeather', path: '/api/weather', title: '录入气象预警', input, values },
        ...{ form: 'enterWeather', page: '/incidents/weather' },
      });
    },
    (outcome) => {
      toast('sent' in outcome ? '已录入，船班建议随之更新' : '网络不通，已保存，联网后自动发送');
      onClose();
    },
  );
  return (
    <NewRecordModal
      title="录入气象预警"
      verb="录入"
      form={weatherForm}
      state={state}
      id={id}
      name="weather"
      onClose={onClose}
    />
  );
}
