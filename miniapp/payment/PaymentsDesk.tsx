import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { DeskRecord } from '../desk/DeskRecord';
import { Nothing } from '../shell/States';
import { ImportList } from './ImportList';
import { PaymentRows } from './PaymentRows';

/** 缴款 at the desk: the lines on the left, one of them beside. */
export function PaymentsDesk({ me, id, step }: { me: Me; id: string | undefined; step: string | undefined }) {
  const [, go] = useLocation();
  return (
    <div className="registry-desk">
      <aside aria-label="缴款清单">
        {me.may.importPayments && <ImportList />}
        <PaymentRows chosen={id} onChoose={(chosen) => go(`/payments/${encodeURIComponent(chosen)}`)} />
      </aside>
      <main aria-label="缴款详情">
        {id ? (
          <DeskRecord key={id} path="payments" id={id} step={step} />
        ) : (
          <Nothing title="请从左边选一笔缴款">按缴款码对上案件的自动入账，其余的核对后认领。</Nothing>
        )}
      </main>
    </div>
  );
}
