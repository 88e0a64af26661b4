import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { EnterModal } from './EnterModal';
import { IncidentFilters } from './IncidentFilters';
import { type IncidentFilter, IncidentRows } from './IncidentRows';
import { Surroundings } from './Surroundings';
import { WeatherModal } from './WeatherModal';
import './incident.css';

/** 事件 at the desk: what is open on the left, one of them beside it. */
export function IncidentsDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [filter, setFilter] = useState<IncidentFilter>({});
  const [, go] = useLocation();
  const isEntering = id === 'new';
  const isWeather = id === 'weather';
  const open = (chosen: string) => go(`/incidents/${encodeURIComponent(chosen)}`);
  return (
    <div className="incident-desk">
      <aside aria-label="事件列表">
        {me.may.enterIncident && (
          <Button type="primary" size="large" block onClick={() => open('new')} data-testid="enter-incident">
            登记事件
          </Button>
        )}
        <IncidentFilters filter={filter} onChange={setFilter} withCounty={me.county === null} />
        <IncidentRows filter={filter} chosen={id} onChoose={open} />
        <Surroundings mayEnter={me.may.enterWeather ?? false} onEnter={() => open('weather')} />
      </aside>
      <main aria-label="事件详情">
        {id && !isEntering && !isWeather ? (
          <DeskRecord key={id} path="incidents" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一件事件">
            接到电话或通报，点“登记事件”；监测告警和其他系统的信号会自动出现。
          </Nothing>
        )}
      </main>
      {isWeather && <WeatherModal onClose={() => go('/incidents', { replace: true })} />}
      {isEntering && <EnterModal onClose={() => go('/incidents', { replace: true })} onDone={open} />}
    </div>
  );
}
