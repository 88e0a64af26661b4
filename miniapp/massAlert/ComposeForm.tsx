import { type ReactNode, useEffect, useRef, useState } from 'react';
import { request } from '../api';
import { freshId } from '../freshId';
import { toast } from '../shell/toast';
import { useNow } from '../useNow';
import { Refusal, sentenceOf } from '../wire';
import { AnswersField } from './AnswersField';
import { type Choices } from './answers';
import { AudienceField } from './AudienceField';
import { Chips } from './Chips';
import { type Composing, inMinutes, inputOf } from './composing';
import { PreviewPanel } from './PreviewPanel';
import { usePreview } from './usePreview';
import './massAlert.css';

const QUICK = [15, 30, 60, 120];

/** Which part of the page a fault belongs to. */
const partOf = (field: string) => field.split('.')[0] ?? '';

const intoSight = (panel: HTMLElement | null) => panel?.scrollIntoView({ block: 'center' });

function Part({ title, fault, children }: { title: string; fault?: string | undefined; children: ReactNode }) {
  return (
    <section className="card alert-part" aria-label={title}>
      <h2>{title}</h2>
      {children}
      {fault && (
        <p className="fault" role="alert">
          {fault}
        </p>
      )}
    </section>
  );
}

/**
 * The one page on which an alert is written. Saving and sending are two requests under keys that stay the same for the same press, so
 * a press repeated after a lost answer sends nothing twice.
 */
export function ComposeForm({
  initial,
  isNew,
  choices,
  maySend,
  onChange,
  onDone,
}: {
  initial: Composing;
  isNew: boolean;
  choices: Choices;
  maySend: boolean;
  onChange: (composing: Composing) => void;
  onDone: (id: string, sent: boolean) => void;
}) {
  const [composing, setComposing] = useState(initial);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const [busy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const keys = useRef({ save: freshId(), send: freshId() });
  const wasTried = useRef(false);
  const now = useNow(30_000);
  const { preview, trouble } = usePreview(composing);
  const { kind, title, text, place, assembleAt, answerBy, audience } = composing;
  const set = (change: Partial<Composing>) => {
    keys.current = { save: freshId(), send: freshId() };
    setComposing({ ...composing, ...change });
  };
  useEffect(() => onChange(composing), [composing, onChange]);

  const path = `/api/alerts/${composing.id}`;
  const revise = () => request(`${path}/revise`, { method: 'POST', body: inputOf(composing), key: keys.current.save });
  /** Where a press before this one was not answered, the draft may stand already, with what was on the page then. */
  async function save(): Promise<void> {
    if (!isNew) return void (await revise());
    const isAgain = wasTried.current;
    wasTried.current = true;
    await request('/api/alerts', { method: 'POST', body: { ...inputOf(composing), id: composing.id } });
    if (isAgain) await revise();
  }
  async function submit(andSend: boolean) {
    if (busy) return;
    setBusy(true);
    setFaults({});
    try {
      await save();
      if (andSend) await request(`${path}/send`, { method: 'POST', body: {}, key: keys.current.send });
      toast(andSend ? '已发出，正在逐人送达' : '草稿已保存');
      onDone(composing.id, andSend);
    } catch (error) {
      const fields = error instanceof Refusal ? error.fields.map(({ field, reason }) => [partOf(field), reason]) : [];
      setFaults({ '': sentenceOf(error), ...(Object.fromEntries(fields) as Record<string, string>) });
      setAsking(false);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className="alert-compose">
      <div>
        <Part title="是什么事" fault={faults['kind'] ?? faults['title'] ?? faults['text']}>
          <Chips
            options={choices.kinds}
            chosen={kind ? [kind] : []}
            testId="kind"
            onToggle={(value) => set({ kind: value as Composing['kind'] })}
          />
          {kind === 'DRILL' && <p className="notice">每一条消息都会标明【演练】。</p>}
          <label className="alert-label">
            标题
            <input
              className="alert-input"
              value={title}
              maxLength={40}
              placeholder="如：台风红色预警，全员到岗"
              data-testid="compose-title"
              onChange={(event) => set({ title: event.target.value })}
            />
          </label>
          <label className="alert-label">
            要大家做什么
            <textarea
              className="alert-input"
              value={text}
              maxLength={800}
              rows={5}
              placeholder="做什么、带什么、注意什么。不要写个人姓名和电话。"
              data-testid="compose-text"
              onChange={(event) => set({ text: event.target.value })}
            />
          </label>
          <p className="hint">{[...text].length} / 800 字</p>
        </Part>
        <Part title="请大家怎样回复" fault={faults['choices'] ?? faults['answerBy']}>
          <AnswersField choices={composing.choices} onChange={(next) => set({ choices: next })} />
          <label className="alert-label">
            最晚什么时候回复
            <input
              type="datetime-local"
              className="alert-input"
              value={answerBy}
              data-testid="compose-answer-by"
              onChange={(event) => set({ answerBy: event.target.value })}
            />
          </label>
          <div className="chips">
            {QUICK.map((n) => (
              <button
                key={n}
                type="button"
                className="chip alert-chip"
                onClick={() => set({ answerBy: inMinutes(n, now) })}
              >
                {n} 分钟后
              </button>
            ))}
          </div>
        </Part>
        <Part title="集合（可不填）" fault={faults['place'] ?? faults['assembleAt']}>
          <label className="alert-label">
            地点
            <input
              className="alert-input"
              value={place}
              maxLength={60}
              placeholder="如：沈家门渔港码头"
              data-testid="compose-place"
              onChange={(event) => set({ place: event.target.value })}
            />
          </label>
          <label className="alert-label">
            时间
            <input
              type="datetime-local"
              className="alert-input"
              value={assembleAt}
              onChange={(event) => set({ assembleAt: event.target.value })}
            />
          </label>
        </Part>
      </div>
      <div>
        <Part title="发给谁" fault={faults['audience'] ?? faults['county']}>
          <AudienceField
            audience={audience}
            names={composing.names}
            choices={choices}
            onChange={(next, names) => set({ audience: next, ...(names ? { names } : {}) })}
          />
        </Part>
        <Part title="会通知到的人">
          <PreviewPanel
            preview={preview}
            trouble={trouble}
            except={audience.except}
            onExcept={(except) => set({ audience: { ...audience, except } })}
          />
        </Part>
        {faults[''] && (
          <p className="fault" role="alert" data-testid="compose-refusal">
            {faults['']}
          </p>
        )}
        {isAsking && (
          <div className="card alert-confirm" role="alertdialog" aria-label="确认发出" ref={intoSight}>
            <p>
              将立即向 <strong>{preview?.people ?? 0}</strong> 人发出“{title}”。发出后不能修改，只能取消并告知大家。
            </p>
            <button
              type="button"
              className="button big danger"
              data-testid="compose-confirm"
              disabled={busy}
              onClick={() => void submit(true)}
            >
              {busy ? '正在发出…' : `确定发给 ${preview?.people ?? 0} 人`}
            </button>
            <button type="button" className="button big" disabled={busy} onClick={() => setAsking(false)}>
              再看看
            </button>
          </div>
        )}
        {!isAsking && (
          <div className="alert-foot">
            {maySend && (
              <button
                type="button"
                className="button big primary"
                data-testid="compose-send"
                disabled={busy || !preview?.people}
                onClick={() => setAsking(true)}
              >
                {preview?.people ? `发给 ${preview.people} 人` : '请先选择发给谁'}
              </button>
            )}
            <button
              type="button"
              className="button big"
              data-testid="compose-save"
              disabled={busy}
              onClick={() => void submit(false)}
            >
              {maySend ? '存为草稿' : '存好并请带班领导发出'}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
