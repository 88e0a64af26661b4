import { useState } from 'react';
import { type County } from '../../models/core/place';
import { SOURCES } from '../../models/penalty/penalty.schema';
import { type ChangedRecord, type Me } from '../answers';
import { request } from '../api';
import { freshId } from '../freshId';
import { CountySelect } from '../form/CountySelect';
import { useSubmit } from '../form/useSubmit';
import { type Company, CompanyField } from '../inspection/CompanyField';
import { toast } from '../shell/toast';
import '../inspection/inspection.css';

/** What somebody registers by hand; what a record on site finds arrives by itself. */
const BY_HAND = ['MONITORING', 'PETITION', 'INCIDENT', 'AUDIT', 'TRANSFER', 'OTHER'] as const;

/** 登记线索. The id stays the same for the same page, so a press repeated after a lost answer registers one. */
export function RegisterForm({ me, onDone }: { me: Me; onDone: (id: string) => void }) {
  const [id] = useState(freshId);
  const [asked, setAsked] = useState({
    ...{ kind: 'MONITORING', no: '', company: null as Company | null, party: '', citizen: false },
    ...{ county: (me.county ?? '') as County | '', facts: '', actOn: '' },
  });
  const set = (change: Partial<typeof asked>) => setAsked((before) => ({ ...before, ...change }));

  const { busy, faults, onSubmit } = useSubmit(async () => {
    const { kind, no, company, party, citizen, facts, actOn } = asked;
    const name = company?.name ?? party.trim();
    const body = {
      ...{ id, facts, actOn: actOn || null, county: company?.county ?? (asked.county || null) },
      source: { kind, id: null, no: no.trim() || null },
      enterprise: company?.id ?? null,
      party: { kind: !company && citizen ? 'CITIZEN' : 'ORGANISATION', name, uscc: null },
      evidence: [],
    };
    const { record } = await request<ChangedRecord>('/api/penalties', { method: 'POST', body });
    toast(`已登记：${record.number}`);
    onDone(record.id);
  });

  return (
    <form className="card registry-form" aria-label="登记线索" onSubmit={onSubmit}>
      <label>
        线索来源
        <select value={asked.kind} onChange={({ target }) => set({ kind: target.value })}>
          {BY_HAND.map((kind) => (
            <option key={kind} value={kind}>
              {SOURCES[kind]}
            </option>
          ))}
        </select>
      </label>
      <label>
        来源编号（可不填）
        <input value={asked.no} maxLength={40} onChange={({ target }) => set({ no: target.value })} />
      </label>
      <CompanyField chosen={asked.company} onChoose={(company) => set({ company })} />
      {!asked.company && (
        <div className="labelled">
          <span className="hint">不在企业名录里的，写明当事人：</span>
          <input
            aria-label="当事人"
            placeholder="单位名称或姓名"
            value={asked.party}
            maxLength={100}
            onChange={({ target }) => set({ party: target.value })}
          />
          <label className="row">
            <input
              type="checkbox"
              style={{ width: 24, minHeight: 24 }}
              checked={asked.citizen}
              onChange={({ target }) => set({ citizen: target.checked })}
            />
            当事人是个人
          </label>
          {!me.county && <CountySelect value={asked.county} onChoose={(county) => set({ county })} />}
        </div>
      )}
      <label>
        违法行为日期（可不填）
        <input type="date" value={asked.actOn} onChange={({ target }) => set({ actOn: target.value })} />
      </label>
      <label>
        违法事实
        <textarea
          value={asked.facts}
          maxLength={2000}
          rows={6}
          placeholder="时间、地点、行为、发现经过；不写举报人信息"
          onChange={({ target }) => set({ facts: target.value })}
        />
      </label>
      {faults[''] && (
        <p className="fault" role="alert">
          {faults['']}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={busy} data-testid="submit-clue">
        {busy ? '正在提交…' : '登记'}
      </button>
    </form>
  );
}
