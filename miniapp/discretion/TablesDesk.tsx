import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import '../inspection/inspection.css';
import { Tables } from './Tables';

/** 裁量表 at the desk: the editions on the left, one with its simulation and history beside them. */
export function TablesDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="裁量表">
        <Tables me={me} onChoose={(chosen) => go(`/discretion-tables/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="裁量表详情">
        {id ? (
          <DeskRecord key={id} path="discretion-tables" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一张裁量表">点开看各档比例、模拟结果和批准情况。</Nothing>
        )}
      </main>
    </div>
  );
}
