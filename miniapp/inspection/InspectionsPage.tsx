import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { type Me } from '../answers';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { addressOf, InspectionFilters, type InspectionFilter, UNFINISHED } from './InspectionFilters';
import { InspectionRows } from './InspectionRows';
import './inspection.css';

/** 我的检查 on the phone; whoever orders checks sees those of their area as well. */
export function InspectionsPage({ me }: { me: Me }) {
  const orders = me.may.orderInspection ?? false;
  const [mine, setMine] = useState(!orders);
  const [filter, setFilter] = useState<InspectionFilter>(UNFINISHED);
  const [, go] = useLocation();
  const open = (id: string) => go(`/inspections/${encodeURIComponent(id)}`);
  return (
    <Page title="检查任务" back={goBack}>
      {orders && (
        <Link href="/inspections/new" className="button big primary" data-testid="order-inspection">
          下达检查任务
        </Link>
      )}
      {orders && (
        <div className="registry-filters">
          <div className="segments" role="tablist" aria-label="谁的检查">
            <button type="button" role="tab" className="segment" aria-selected={!mine} onClick={() => setMine(false)}>
              范围内的
            </button>
            <button type="button" role="tab" className="segment" aria-selected={mine} onClick={() => setMine(true)}>
              我去的
            </button>
          </div>
        </div>
      )}
      {!mine && <InspectionFilters filter={filter} onChange={setFilter} withCounty={me.county === null} />}
      <InspectionRows
        path={mine ? '/api/inspections/mine' : addressOf(filter)}
        onChoose={open}
        empty={mine ? '派给您的检查会出现在这里，也会有卡片通知您。' : '换个条件看看，或者下达一件检查任务。'}
      />
    </Page>
  );
}
