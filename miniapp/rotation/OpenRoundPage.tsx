import { useState } from 'react';
import { useLocation } from 'wouter';
import { DUTIES } from '../../models/rotation/rotation.schema';
import { type Choice, type ChangedRecord, type Me } from '../answers';
import { request } from '../api';
import { freshId } from '../freshId';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { toast } from '../shell/toast';
import { useSubmit } from '../form/useSubmit';
import { useFound } from './useFound';
import './rotation.css';
import { Chosen } from '../form/Chosen';

const NUMBERS = [1, 2, 3, 4];

/** Tomorrow 08:30 in Asia/Shanghai, as the field writes it. */
const tomorrow = () => `${new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)}T08:30`;

/**
 * 发起一轮. Nothing of it is kept on this device: the sealed target must not lie in a draft. The id stays the same for the same page, so a
 * press repeated after a lost answer opens one round.
 */
export function OpenRoundPage({ me }: { me: Me }) {
  const [, go] = useLocation();
  const [id] = useState(freshId);
  const [asked, setAsked] = useState({
    ...{ duty: 'NIGHT_PATROL', k: 2, needCertified: 2, place: '', kit: '', at: tomorrow(), days: 1 },
    target: null as Choice | null,
  });
  const set = (change: Partial<typeof asked>) => setAsked({ ...asked, ...change });

  const { busy, faults, onSubmit } = useSubmit(async () => {
    const { at, target, ...rest } = asked;
    const county = me.roles.includes('bureauLeader') ? null : me.county;
    const body = { ...rest, id, county, target: target?.id ?? null, assembleAt: at ? `${at}:00+08:00` : null };
    await request<ChangedRecord>('/api/rounds', { method: 'POST', body });
    toast('已发起，可以预演或抽签');
    go(`/rounds/${id}`, { replace: true });
  });

  return (
    <Page title="发起一轮抽调" back={goBack}>
      <form className="card form-page" onSubmit={onSubmit}>
        <Chosen
          label="任务类型"
          options={Object.entries(DUTIES)}
          value={asked.duty}
          onChoose={(duty) => set({ duty })}
        />
        <Chosen
          label="人数"
          options={NUMBERS.map((n) => [String(n), `${n}人`])}
          value={String(asked.k)}
          onChoose={(k) => set({ k: Number(k) })}
        />
        <Chosen
          label="至少几名持证人员"
          options={[0, ...NUMBERS].map((n) => [String(n), n === 0 ? '不限' : `${n}名`])}
          value={String(asked.needCertified)}
          onChoose={(n) => set({ needCertified: Number(n) })}
        />
        <label>
          集合时间
          <input type="datetime-local" value={asked.at} onChange={({ target }) => set({ at: target.value })} />
          <Fault text={faults['assembleAt']} />
        </label>
        <label>
          集合地点
          <input
            value={asked.place}
            maxLength={100}
            placeholder="例如：定海三江码头候船厅"
            onChange={({ target }) => set({ place: target.value })}
          />
          <Fault text={faults['place']} />
        </label>
        <label>
          携带装备
          <textarea
            value={asked.kit}
            maxLength={200}
            rows={2}
            placeholder="例如：执法记录仪、雨衣、救生衣"
            onChange={({ target }) => set({ kit: target.value })}
          />
        </label>
        <Target chosen={asked.target} onChoose={(target) => set({ target })} />
        {faults[''] && (
          <p className="fault" role="alert">
            {faults['']}
          </p>
        )}
        <button type="submit" className="button big primary" disabled={busy} data-testid="submit-round">
          {busy ? '正在提交…' : '下一步：预演'}
        </button>
        <p className="hint">发起后还不会通知任何人，抽签后才通知。</p>
      </form>
    </Page>
  );
}

const Fault = ({ text }: { text: string | undefined }) => (text ? <span className="fault">{text}</span> : null);

/** The enterprise to be visited: searched for, sealed by the server, never shown again. */
function Target({ chosen, onChoose }: { chosen: Choice | null; onChoose: (enterprise: Choice | null) => void }) {
  const [words, setWords] = useState('');
  const found = useFound(chosen ? '' : words.trim());
  return (
    <div>
      <label>
        检查对象（可不填，提交即封存）
        <input
          value={chosen ? chosen.name : words}
          placeholder="输入企业名称查找"
          onChange={({ target }) => {
            onChoose(null);
            setWords(target.value);
          }}
        />
      </label>
      <p className="hint">只用来自动排除需要回避的人，之后任何页面和消息都不再显示。</p>
      {found.length > 0 && (
        <div className="options">
          {found.map((enterprise) => (
            <button key={enterprise.id} type="button" className="option" onClick={() => onChoose(enterprise)}>
              {enterprise.name}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
