import { useState } from 'react';
import { useLocation } from 'wouter';
import { type ChangedRecord } from '../answers';
import { request } from '../api';
import { useSubmit } from '../form/useSubmit';
import { freshId } from '../freshId';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import '../inspection/inspection.css';
import './approval.css';

type Option = { value: string; text: string };
const EIGHT_HOURS = 8 * 3_600_000;
const today = () => new Date(Date.now() + EIGHT_HOURS).toISOString().slice(0, 10);

/** 授权代为审批. */
export function LendPage() {
  const [, go] = useLocation();
  const [id] = useState(freshId);
  const { data, error, reload } = useRemote<{ kinds: Option[]; people: Option[] }>(
    '/api/delegations/choices',
    () => false,
  );
  const [asked, setAsked] = useState({
    borrower: '',
    kinds: [] as string[],
    fromDay: today(),
    toDay: today(),
    reason: '',
  });
  const set = (change: Partial<typeof asked>) => setAsked((before) => ({ ...before, ...change }));
  const { busy, faults, onSubmit } = useSubmit(async () => {
    const { record } = await request<ChangedRecord>('/api/delegations', { method: 'POST', body: { id, ...asked } });
    toast(`已授权：${record.number}`);
    go(`/delegations/${encodeURIComponent(record.id)}`, { replace: true });
  });
  if (!data)
    return (
      <Page title="授权代为审批" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const tick = (kind: string) =>
    set({ kinds: asked.kinds.includes(kind) ? asked.kinds.filter((one) => one !== kind) : [...asked.kinds, kind] });
  return (
    <Page title="授权代为审批" back={goBack}>
      <form className="card registry-form" aria-label="授权代为审批" onSubmit={onSubmit}>
        <label>
          授权给
          <select
            value={asked.borrower}
            data-testid="borrower"
            onChange={({ target }) => set({ borrower: target.value })}
          >
            <option value="">请选择</option>
            {data.people.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <fieldset className="ticks">
          <legend>代为审批的种类</legend>
          {data.kinds.map(({ value, text }) => (
            <label key={value} className="row tick">
              <input type="checkbox" checked={asked.kinds.includes(value)} onChange={() => tick(value)} />
              {text}
            </label>
          ))}
        </fieldset>
        <div className="pair">
          <label className="labelled">
            从
            <input type="date" value={asked.fromDay} onChange={({ target }) => set({ fromDay: target.value })} />
          </label>
          <label className="labelled">
            到（含当天）
            <input type="date" value={asked.toDay} onChange={({ target }) => set({ toDay: target.value })} />
          </label>
        </div>
        <label>
          理由
          <textarea
            rows={2}
            maxLength={200}
            value={asked.reason}
            onChange={({ target }) => set({ reason: target.value })}
          />
        </label>
        {faults[''] && (
          <p className="fault" role="alert">
            {faults['']}
          </p>
        )}
        <button type="submit" className="button big primary" disabled={busy} data-testid="submit-delegation">
          {busy ? '正在提交…' : '授权'}
        </button>
      </form>
    </Page>
  );
}
