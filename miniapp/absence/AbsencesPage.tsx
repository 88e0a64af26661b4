import { useState } from 'react';
import { KINDS } from '../../models/absence/absence.schema';
import { freshId } from '../freshId';
import { send } from '../send';
import { goBack } from '../shell/back';
import { Badge, type Tone } from '../shell/Badge';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import './absence.css';

interface Item {
  id: string;
  status: 'requested' | 'approved' | 'refused' | 'cancelled';
  stateLabel: string;
  kindLabel: string;
  title: string;
}
interface Answer {
  mine: Item[];
  toDecide: Item[];
}

const TONES: Record<Item['status'], Tone> = {
  requested: 'warning',
  approved: 'good',
  refused: 'danger',
  cancelled: 'plain',
};

/** 请假离岗: asking for an absence, one's own, and those that wait for one's decision. */
export function AbsencesPage() {
  const { data, error, reload } = useRemote<Answer>('/api/absences', ({ store }) => store === 'absences');
  return (
    <Page title="请假离岗" back={goBack}>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data && data.toDecide.length > 0 && <List title="等我批准" items={data.toDecide} />}
      <AskForm onDone={reload} />
      {data && data.mine.length > 0 && <List title="我的申请" items={data.mine} />}
    </Page>
  );
}

function List({ title, items }: { title: string; items: readonly Item[] }) {
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {items.map(({ id, status, stateLabel, kindLabel, title: what }) => (
        <a key={id} href={`#/absences/${id}`} className="row wrap absence" data-testid="absence">
          <span>
            {kindLabel} {what}
          </span>
          <span className="push" />
          <Badge tone={TONES[status]}>{stateLabel}</Badge>
        </a>
      ))}
    </section>
  );
}

const EMPTY = { kind: 'LEAVE', from: '', to: '', reason: '' };

/** Whole days: from the beginning of the first to the end of the last, in Asia/Shanghai. */
const spanOf = (from: string, to: string) => ({ from: `${from}T00:00:00+08:00`, to: `${to}T23:59:59+08:00` });

function AskForm({ onDone }: { onDone: () => void }) {
  const [values, setValues] = useState(EMPTY);
  const [id, setId] = useState(freshId);
  const [state, setState] = useState<{ busy: boolean; fault: string | null }>({ busy: false, fault: null });
  const change = (field: keyof typeof EMPTY) => (said: string) => setValues({ ...values, [field]: said });

  async function ask() {
    if (!values.from || !values.to) return setState({ busy: false, fault: '请选择开始和结束日期。' });
    setState({ busy: true, fault: null });
    const { kind, reason, from, to } = values;
    const outcome = await send({
      ...{ lane: id, step: 'askAbsence', path: '/api/absences', title: '申请离岗', values: {} },
      ...{ input: { id, kind, reason, ...spanOf(from, to) }, form: 'askAbsence', page: '/absences' },
    });
    if ('refused' in outcome) return setState({ busy: false, fault: outcome.refused.message });
    toast('sent' in outcome ? '已报本单位负责人；批准前班次仍由您负责。' : '网络不通，已保存，联网后自动发送');
    setValues(EMPTY);
    setId(freshId());
    setState({ busy: false, fault: null });
    onDone();
  }

  return (
    <form
      className="card"
      aria-label="申请离岗"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <h2>申请离岗</h2>
      <div className="chips" role="radiogroup" aria-label="类型">
        {Object.entries(KINDS).map(([kind, label]) => (
          <button
            key={kind}
            type="button"
            role="radio"
            aria-checked={values.kind === kind}
            className={values.kind === kind ? 'chip chosen' : 'chip'}
            onClick={() => change('kind')(kind)}
          >
            {label}
          </button>
        ))}
      </div>
      {DATES.map(({ field, label }) => (
        <label key={field} className="absence-field">
          {label}
          <input type="date" value={values[field]} onChange={({ target }) => change(field)(target.value)} />
        </label>
      ))}
      <label className="absence-field">
        事由
        <textarea
          rows={2}
          maxLength={300}
          value={values.reason}
          onChange={({ target }) => change('reason')(target.value)}
          data-testid="absence-reason"
        />
      </label>
      {state.fault && (
        <p className="fault" role="alert">
          {state.fault}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={state.busy} data-testid="ask-absence">
        {state.busy ? '正在提交…' : '提交申请'}
      </button>
    </form>
  );
}

const DATES = [
  { field: 'from', label: '第一天' },
  { field: 'to', label: '最后一天' },
] as const;
