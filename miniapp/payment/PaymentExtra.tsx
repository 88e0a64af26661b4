import { useState } from 'react';
import { request } from '../api';
import { type ExtraProps } from '../record/extras';
import { sentenceOf as said } from '../record/useTaps';
import { toast } from '../shell/toast';
import { moment } from '../time';
import { useNow } from '../useNow';
import { sentenceOf } from '../wire';
import { type PaymentExtraAnswer, yuan } from './answers';
import '../penalty/execution.css';

/** One line of the bank: what it says, and the case it is claimed for. */
export function PaymentExtra({ answer, act }: ExtraProps) {
  const { amountFen, payer, remark, reason, importedByName, importedAt, settledByName } =
    answer.extra as PaymentExtraAnswer;
  const now = useNow(60_000);
  const facts = [
    ['金额', yuan(amountFen)],
    ['付款人', payer],
    ['附言', remark],
    ['说明', reason ?? ''],
    ['导入', `${importedByName} ${moment(importedAt, now)}`],
    ['认领', settledByName ?? ''],
  ].filter(([, value]) => value);
  return (
    <>
      <section className="card">
        <h2>银行记录</h2>
        <dl className="facts">
          {facts.map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      {act && answer.offered.some(({ step }) => step === 'claim') && <Claim act={act} remark={remark} />}
    </>
  );
}

interface Found {
  id: string;
  no: string;
}
function Claim({ act, remark }: { act: NonNullable<ExtraProps['act']>; remark: string }) {
  const [q, setQ] = useState(/\d{12}/.exec(remark)?.[0] ?? '');
  const [found, setFound] = useState<Found[]>();
  const [chosen, setChosen] = useState<Found>();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const look = async () => {
    setFault('');
    setChosen(undefined);
    try {
      const { items } = await request<{ items: Found[] }>(`/api/payments/cases?q=${encodeURIComponent(q)}`);
      setFound(items);
      setChosen(items.length === 1 ? items[0] : undefined);
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  const claim = async () => {
    if (!chosen || busy) return;
    setBusy(true);
    const outcome = await act('claim', '认领到案件', { case: chosen.id, reason }, {});
    setBusy(false);
    if ('refused' in outcome) return setFault(outcome.refused.message);
    toast(said('认领到案件', outcome));
  };
  return (
    <section className="card claim-case" aria-label="认领">
      <h2>认领到案件</h2>
      <label>
        缴款码、案号或决定书文号的开头
        <input value={q} maxLength={60} onChange={(event) => setQ(event.target.value)} data-testid="claim-search" />
      </label>
      <button type="button" className="button" onClick={() => void look()} data-testid="claim-look">
        查找案件
      </button>
      {found?.length === 0 && <p className="fault">没有查到。请核对号码；确实不是罚没款的，用“不是罚没款”另列。</p>}
      {found?.map((one) => (
        <label key={one.id} className="row">
          <input type="radio" name="case" checked={chosen?.id === one.id} onChange={() => setChosen(one)} /> {one.no}
        </label>
      ))}
      {chosen && (
        <>
          <label>
            认领的依据
            <input
              value={reason}
              maxLength={300}
              placeholder="例如：电话核实，付款人是当事人的会计"
              onChange={(event) => setReason(event.target.value)}
              data-testid="claim-reason"
            />
          </label>
          <button
            type="button"
            className="button big primary"
            disabled={busy || reason.trim().length < 2}
            onClick={() => void claim()}
            data-testid="claim"
          >
            认领到 {chosen.no}
          </button>
        </>
      )}
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  );
}
