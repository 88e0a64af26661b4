import { useState } from 'react';
import { STATES } from '../../models/payment/payment.schema';
import { type Listed } from '../answers';
import { Badge, type Tone } from '../shell/Badge';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type ListedPaymentAnswer, yuan } from './answers';
import '../form/form.css';
import '../inspection/inspection.css';

const TABS = { unmatched: STATES.unmatched, 'matched,booked,reversing': '已对上案件', setAside: '非罚没款' } as const;
const TONES: Record<ListedPaymentAnswer['status'], Tone> = {
  ...{ unmatched: 'warning', matched: 'primary', booked: 'good', reversing: 'primary', setAside: 'plain' },
};

/** Lines of the bank, those that wait for somebody first. */
export function PaymentRows({ chosen, onChoose }: { chosen?: string | undefined; onChoose: (id: string) => void }) {
  const [tab, setTab] = useState<string>('unmatched');
  const { data, error, reload } = useRemote<Listed<ListedPaymentAnswer>>(
    `/api/payments?status=${tab}&limit=60`,
    ({ store }) => store === 'payments',
  );
  return (
    <>
      <div className="registry-filters">
        <div className="segments" role="tablist" aria-label="哪些缴款">
          {Object.entries(TABS).map(([own, label]) => (
            <button
              key={own}
              type="button"
              role="tab"
              className="segment"
              aria-selected={tab === own}
              onClick={() => setTab(own)}
            >
              {label}
            </button>
          ))}
        </div>
      </div>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && (
        <Nothing title="没有这样的缴款">导入银行或非税清单后，没有对上案件的会留在“待认领”。</Nothing>
      )}
      <ul className="record-rows" aria-label="缴款">
        {data?.items.map((item) => (
          <li key={item.id}>
            <button
              type="button"
              className={item.id === chosen ? 'record-row chosen' : 'record-row'}
              aria-current={item.id === chosen}
              onClick={() => onChoose(item.id)}
              data-testid="payment-row"
            >
              <strong>{yuan(item.amountFen)}</strong>
              <span className="hint">
                {[item.paidOn, item.payer, item.caseNo ?? item.ref].filter(Boolean).join(' · ')}
              </span>
              <span className="row wrap">
                <Badge tone={TONES[item.status]}>{item.statusLabel}</Badge>
                {item.reason && <span className="hint">{item.reason}</span>}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
