import { useState } from 'react';
import { ENDING, type RelationKind, RELATIONS } from '../../models/declaration/declaration.schema';
import { type Choice } from '../answers';
import { request } from '../api';
import { useFound } from '../rotation/useFound';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import '../flying/flying.css';

interface Declared {
  relations: { enterprise: string; name: string; kind: RelationKind; kindLabel: string; endedOn: string | null }[];
  origin: string | null;
}
const never = () => false;

/** 回避申报: what this person has to do with enterprises; read by nobody else, and used silently when people are drawn. */
export function DeclarationPage() {
  const { data, error, reload, place } = useRemote<Declared>('/api/declarations/mine', never);
  const [busy, setBusy] = useState(false);
  if (!data)
    return (
      <Page title="回避申报" back={goBack}>
        {error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />}
      </Page>
    );
  const plain = data.relations.map(({ enterprise, kind, endedOn }) => ({ enterprise, kind, endedOn }));
  async function save(change: { relations?: typeof plain; origin?: string | null }) {
    setBusy(true);
    try {
      const body = { relations: plain, origin: data?.origin ?? null, ...change };
      place(await request<Declared>('/api/declarations/mine', { method: 'POST', body }));
      toast('已申报');
    } catch (refused) {
      toast(sentenceOf(refused));
    }
    setBusy(false);
  }
  return (
    <Page title="回避申报" back={goBack}>
      <p className="hint">只有您本人能看到。抽签派人时系统自动核对并排除，不说明原因；请如实、及时更新。</p>
      <section className="card" aria-label="已申报">
        <h2>已申报</h2>
        <ul className="flying-team">
          {data.relations.map(({ enterprise, name, kind, kindLabel, endedOn }) => (
            <li key={`${enterprise}${kind}`} className="row">
              <span>
                {name}
                <br />
                <span className="hint">
                  {kindLabel}
                  {endedOn ? `，至 ${endedOn}` : ''}
                </span>
              </span>
              <button
                type="button"
                className="button quiet push"
                disabled={busy}
                onClick={() =>
                  void save({ relations: plain.filter((one) => one.enterprise !== enterprise || one.kind !== kind) })
                }
              >
                撤销
              </button>
            </li>
          ))}
          {data.relations.length === 0 && <li className="hint">还没有申报。</li>}
        </ul>
      </section>
      <Add busy={busy} onAdd={(relation) => save({ relations: [...plain, relation] })} />
      <Origin origin={data.origin} busy={busy} onSave={(origin) => save({ origin })} />
    </Page>
  );
}

interface Added {
  enterprise: string;
  kind: RelationKind;
  endedOn: string | null;
}
function Add({ busy, onAdd }: { busy: boolean; onAdd: (relation: Added) => Promise<void> }) {
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<Choice | null>(null);
  const [kind, setKind] = useState<RelationKind>('RELATIVE');
  const [endedOn, setEndedOn] = useState('');
  const found = useFound(chosen ? '' : words.trim());
  const ends = ENDING.includes(kind);
  async function add() {
    if (!chosen) return;
    await onAdd({ enterprise: chosen.id, kind, endedOn: ends ? endedOn || null : null });
    setChosen(null);
    setWords('');
  }
  return (
    <section className="card form-page" aria-label="添加">
      <h2>添加</h2>
      <label>
        企业
        <input
          value={chosen ? chosen.name : words}
          placeholder="输入企业名称查找"
          onChange={({ target }) => {
            setChosen(null);
            setWords(target.value);
          }}
        />
      </label>
      <div className="options">
        {found.map((enterprise) => (
          <button key={enterprise.id} type="button" className="option" onClick={() => setChosen(enterprise)}>
            {enterprise.name}
          </button>
        ))}
      </div>
      <label>
        关系
        <select value={kind} onChange={({ target }) => setKind(target.value as RelationKind)}>
          {Object.entries(RELATIONS).map(([own, text]) => (
            <option key={own} value={own}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {ends && (
        <label>
          {kind === 'PERMIT' ? '许可办理日期' : '离职日期'}
          <input type="date" value={endedOn} onChange={({ target }) => setEndedOn(target.value)} />
        </label>
      )}
      <button
        type="button"
        className="button primary"
        disabled={busy || !chosen || (ends && !endedOn)}
        onClick={() => void add()}
      >
        添加申报
      </button>
    </section>
  );
}

function Origin({
  origin,
  busy,
  onSave,
}: {
  origin: string | null;
  busy: boolean;
  onSave: (origin: string | null) => Promise<void>;
}) {
  const [text, setText] = useState(origin ?? '');
  return (
    <section className="card form-page" aria-label="籍贯">
      <label>
        籍贯所在乡镇（只作提示，不影响派人）
        <input value={text} maxLength={30} placeholder="例如：展茅" onChange={({ target }) => setText(target.value)} />
      </label>
      <button
        type="button"
        className="button"
        disabled={busy || text === (origin ?? '')}
        onClick={() => void onSave(text.trim() || null)}
      >
        保存
      </button>
    </section>
  );
}
