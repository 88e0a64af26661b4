import { useState } from 'react';
import { type ChangedRecord } from '../answers';
import { request } from '../api';
import { freshId } from '../freshId';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { useSubmit } from '../form/useSubmit';
import { type AuditableUnits } from './answers';
import './audit.css';

const never = () => false;
const DAY = 86_400_000;
/** A Shanghai day so many days ago. */
const daysAgo = (n: number) => new Date(Date.now() + 8 * 3_600_000 - n * DAY).toISOString().slice(0, 10);

export interface AskedScope {
  unit: string;
  types: string[];
  fromDay: string;
  toDay: string;
  stopRule: boolean;
}

/** Unit, kinds of records, period, and whether the stop rule is used: asked in the plan and when its scope is changed. */
export function ScopeFields({ asked, onChange }: { asked: AskedScope; onChange: (asked: AskedScope) => void }) {
  const { data, error, reload } = useRemote<AuditableUnits>('/api/audits/units', never);
  if (!data) return error === undefined ? <Waiting lines={1} /> : <Trouble error={error} onAgain={reload} />;
  const set = (change: Partial<AskedScope>) => onChange({ ...asked, ...change });
  const types = data.items.find(({ id }) => id === asked.unit)?.types ?? [];
  const toggled = (type: string) =>
    asked.types.includes(type) ? asked.types.filter((one) => one !== type) : [...asked.types, type];
  return (
    <>
      <label>
        被稽查单位
        <select
          value={asked.unit}
          onChange={({ target }) => set({ unit: target.value, types: [] })}
          data-testid="audit-unit"
        >
          <option value="">请选择</option>
          {data.items.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {types.length > 0 && (
        <div role="group" aria-label="记录类型">
          <span className="audit-label">记录类型</span>
          <div className="chips">
            {types.map(({ type, label }) => (
              <button
                key={type}
                type="button"
                role="checkbox"
                aria-checked={asked.types.includes(type)}
                className={asked.types.includes(type) ? 'chip chosen' : 'chip'}
                onClick={() => set({ types: toggled(type) })}
              >
                {label}
              </button>
            ))}
          </div>
        </div>
      )}
      <div className="audit-two">
        <label>
          从
          <input type="date" value={asked.fromDay} onChange={({ target }) => set({ fromDay: target.value })} />
        </label>
        <label>
          到
          <input type="date" value={asked.toDay} onChange={({ target }) => set({ toDay: target.value })} />
        </label>
      </div>
      <label className="audit-check">
        <input type="checkbox" checked={asked.stopRule} onChange={({ target }) => set({ stopRule: target.checked })} />
        <span>
          采用停止规则
          <span className="hint">按抽签次序逐件查阅，证明不合格率低于标准就可以停，不必查到固定件数。</span>
        </span>
      </label>
    </>
  );
}

/** 立项. The id stays the same for the same page, so a press repeated after a lost answer plans one audit. */
export function PlanForm({ onDone }: { onDone: (id: string) => void }) {
  const [id] = useState(freshId);
  const [title, setTitle] = useState('');
  const [asked, setAsked] = useState<AskedScope>({
    unit: '',
    types: [],
    fromDay: daysAgo(90),
    toDay: daysAgo(1),
    stopRule: false,
  });
  const { busy, faults, onSubmit } = useSubmit(async () => {
    await request<ChangedRecord>('/api/audits', { method: 'POST', body: { id, title, ...asked } });
    toast('已立项，请确定稽查员后抽样');
    onDone(id);
  });
  return (
    <form className="card form-page" onSubmit={onSubmit}>
      <label>
        稽查名称
        <input
          value={title}
          maxLength={60}
          placeholder="例如：三季度信访办理稽查"
          onChange={({ target }) => setTitle(target.value)}
          data-testid="audit-title"
        />
      </label>
      <ScopeFields asked={asked} onChange={setAsked} />
      {faults[''] && (
        <p className="fault" role="alert">
          {faults['']}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={busy} data-testid="submit-plan">
        {busy ? '正在提交…' : '立项'}
      </button>
      <p className="hint">立项时公布抽样种子的指纹，之后才抽样，谁也不能挑样本；立项不会通知被稽查单位。</p>
    </form>
  );
}
