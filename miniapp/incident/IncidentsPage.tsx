import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { IncidentFilters } from './IncidentFilters';
import { type IncidentFilter, IncidentRows } from './IncidentRows';
import './incident.css';

/** 事件 on the phone: for whoever commands all of them, for an officer those they were sent to or told of. */
export function IncidentsPage({ me }: { me: Me }) {
  const [filter, setFilter] = useState<IncidentFilter>({});
  const [, go] = useLocation();
  return (
    <Page title="事件" back={goBack}>
      {me.may.enterIncident && (
        <Link href="/incidents/new" className="button big primary" data-testid="enter-incident">
          登记事件
        </Link>
      )}
      <IncidentFilters filter={filter} onChange={setFilter} withCounty={me.county === null} />
      <IncidentRows filter={filter} onChoose={(id) => go(`/incidents/${encodeURIComponent(id)}`)} />
    </Page>
  );
}
