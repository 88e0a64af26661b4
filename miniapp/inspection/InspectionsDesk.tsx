import { Button } from 'antd';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { addressOf, InspectionFilters, type InspectionFilter, UNFINISHED } from './InspectionFilters';
import { InspectionRows } from './InspectionRows';
import { OrderForm } from './OrderForm';
import './inspection.css';

/** 检查任务 at the desk: the list on the left, one of them or the form of a new one beside it. */
export function InspectionsDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [filter, setFilter] = useState<InspectionFilter>(UNFINISHED);
  const [, go] = useLocation();
  const open = (chosen: string) => go(`/inspections/${encodeURIComponent(chosen)}`);
  return (
    <div className="registry-desk">
      <aside aria-label="检查任务列表">
        {me.may.orderInspection && (
          <Button type="primary" size="large" block onClick={() => open('new')} data-testid="order-inspection">
            下达检查任务
          </Button>
        )}
        <InspectionFilters filter={filter} onChange={setFilter} withCounty={me.county === null} />
        <InspectionRows
          path={addressOf(filter)}
          chosen={id}
          onChoose={open}
          empty="换个条件看看，或者下达一件检查任务。"
        />
      </aside>
      <main aria-label={id === 'new' ? '下达检查任务' : '检查任务详情'}>
        {id === 'new' ? (
          <OrderForm me={me} onDone={open} />
        ) : id ? (
          <DeskRecord key={id} path="inspections" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一件检查任务">派员、改派、改期、取消都在任务里办理。</Nothing>
        )}
      </main>
    </div>
  );
}
