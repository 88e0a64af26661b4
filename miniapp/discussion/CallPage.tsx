import { useState } from 'react';
import { useLocation, useParams } from 'wouter';
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
import '../approval/approval.css';

type Option = { value: string; text: string };
interface Choices {
  members: Option[];
  secretaries: Option[];
  attending: string[];
}
const NOTHING = { secretary: '', members: [] as string[], day: '', hour: '', place: '', questions: '' };

/** 召集集体讨论: who sits in it, who writes it down, when and what about. */
export function CallPage() {
  const { case: record = '' } = useParams<{ case: string }>();
  const [, go] = useLocation();
  const [id] = useState(freshId);
  const [asked, setAsked] = useState(NOTHING);
  const set = (change: Partial<typeof NOTHING>) => setAsked((before) => ({ ...before, ...change }));
  const { data, error, reload } = useRemote<Choices>(
    `/api/discussions/choices?case=${encodeURIComponent(record)}`,
    () => false,
  );
  const { busy, faults, onSubmit } = useSubmit(async () => {
    const { day, hour, ...said } = asked;
    const body = { id, case: record, ...said, at: `${day} ${hour}` };
    const called = await request<ChangedRecord>('/api/discussions', { method: 'POST', body });
    toast(`已召集：${called.record.number}`);
    go(`/discussions/${encodeURIComponent(called.record.id)}`, { replace: true });
  });
  if (!data)
    return (
      <Page title="召集集体讨论" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const tick = (member: string) =>
    set({
      members: asked.members.includes(member)
        ? asked.members.filter((one) => one !== member)
        : [...asked.members, member],
    });
  return (
    <Page title="召集集体讨论" back={goBack}>
      <form className="card registry-form" aria-label="召集集体讨论" onSubmit={onSubmit}>
        <p className="hint">您是主持人，也是成员。调查人员列席，不参加表决。</p>
        <fieldset className="ticks">
          <legend>成员</legend>
          {data.members.map(({ value, text }) => (
            <label key={value} className="row tick">
              <input type="checkbox" checked={asked.members.includes(value)} onChange={() => tick(value)} />
              {text}
            </label>
          ))}
        </fieldset>
        {data.attending.length > 0 && <p className="hint">列席：{data.attending.join('、')}</p>}
        <label>
          记录人
          <select value={asked.secretary} onChange={({ target }) => set({ secretary: target.value })}>
            <option value="">请选择</option>
            {data.secretaries.map(({ value, text }) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <div className="pair">
          <label className="labelled">
            日期
            <input type="date" value={asked.day} onChange={({ target }) => set({ day: target.value })} />
          </label>
          <label className="labelled">
            时间
            <input type="time" value={asked.hour} onChange={({ target }) => set({ hour: target.value })} />
          </label>
        </div>
        <label>
          地点
          <input value={asked.place} maxLength={100} onChange={({ target }) => set({ place: target.value })} />
        </label>
        <label>
          讨论的问题
          <textarea
            rows={3}
            maxLength={1000}
            value={asked.questions}
            onChange={({ target }) => set({ questions: target.value })}
          />
        </label>
        {faults[''] && (
          <p className="fault" role="alert">
            {faults['']}
          </p>
        )}
        <button type="submit" className="button big primary" disabled={busy} data-testid="submit-discussion">
          {busy ? '正在提交…' : '召集'}
        </button>
      </form>
    </Page>
  );
}
