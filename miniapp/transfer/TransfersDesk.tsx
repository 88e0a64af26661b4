import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { TransferRows } from './TransferRows';

/** 案件移送 at the desk. */
export function TransfersDesk({ id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="案件移送">
        <TransferRows chosen={id} onChoose={(chosen) => go(`/transfers/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="移送详情">
        {id ? (
          <DeskRecord key={id} path="transfers" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一件">内容密封，每次打开都有记录。</Nothing>
        )}
      </main>
    </div>
  );
}
