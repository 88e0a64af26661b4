import { useRef, useState } from 'react';
import { Link } from 'wouter';
import { request } from '../api';
import { freshId } from '../freshId';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { type BatchAnswer, isProved, type QueueAnswer, type QueueItem } from './answers';
import { PinSheet } from './PinSheet';
import './approval.css';

const nameOf = ({ path, id, step }: QueueItem) => `${path}/${id}/${step}`;
const leading = ({ path, id, step }: QueueItem) => `/${path}/${encodeURIComponent(id)}/approve/${step}`;

function Item({ item, ticked, onTick }: { item: QueueItem; ticked: boolean; onTick: (() => void) | null }) {
  const now = useNow(60_000);
  const rows = item.asked.flatMap((block) => (block.kind === 'rows' ? block.rows : []));
  return (
    <div className="card queue-item" data-testid={`queue-${item.step}`}>
      {onTick && (
        <label className="queue-tick">
          <input type="checkbox" checked={ticked} aria-label={`勾选 ${item.label} ${item.no}`} onChange={onTick} />
        </label>
      )}
      <Link href={leading(item)}>
        <span className="row wrap">
          <b>{item.label}</b>
          {item.onBehalf && <span className="badge badge-warning">代 {item.onBehalf.name}</span>}
          {item.dueAt && <span className="push hint">{moment(item.dueAt, now)} 前</span>}
        </span>
        <span className="hint">
          {item.no} · {item.title}
        </span>
        {rows.map(([label, value]) => (
          <span key={label} className="hint">
            <br />
            {label}：{value}
          </span>
        ))}
      </Link>
    </div>
  );
}

/** 待我审批: the nearest deadline first. What needs no more than the line shown here can be approved several at once. */
export function QueuePage() {
  const { data, error, reload } = useRemote<QueueAnswer>('/api/approvals', ({ store }) => store !== 'petitions');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<readonly string[]>([]);
  const [asksPin, setAsksPin] = useState(false);
  const [busy, setBusy] = useState(false);
  const now = useNow(10_000);
  // The same tick keeps its key until its result is known: pressed again after a lost answer, it counts once.
  const keys = useRef(new Map<string, string>());
  const toggle = (name: string) =>
    setTicked((before) => new Set(before.has(name) ? [...before].filter((one) => one !== name) : [...before, name]));

  async function approve() {
    const chosen = (data?.items ?? []).filter((item) => ticked.has(nameOf(item)));
    const items = chosen.map((item) => {
      const key = keys.current.get(nameOf(item)) ?? freshId();
      keys.current.set(nameOf(item), key);
      const onBehalf = item.onBehalf ? { onBehalf: item.onBehalf.id } : {};
      const input = { approval: { seen: item.seen, opened: ['asked'], ...onBehalf } };
      return { path: item.path, id: item.id, step: item.step, key, input };
    });
    setBusy(true);
    try {
      const { results } = await request<BatchAnswer>('/api/approvals/batch', { method: 'POST', body: { items } });
      const labelOf = (id: string, step: string) =>
        chosen.filter((one) => one.id === id && one.step === step).map((one) => `${one.label} ${one.no}`)[0] ?? '';
      setSaid(results.map(({ id, step, message }) => `${labelOf(id, step)}：${message}`));
      for (const item of chosen) keys.current.delete(nameOf(item));
      setTicked(new Set());
    } catch (problem) {
      setSaid([sentenceOf(problem)]);
    } finally {
      setBusy(false);
      reload();
    }
  }
  return (
    <Page title="待我审批" back={goBack}>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && <Nothing title="没有等您审批的事">有新的审批时，钉钉会发卡片给您。</Nothing>}
      {said.length > 0 && (
        <ul className="notice" role="status" data-testid="batch-results">
          {said.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      {data?.items.map((item) => (
        <Item
          key={nameOf(item)}
          item={item}
          ticked={ticked.has(nameOf(item))}
          onTick={item.seen ? () => toggle(nameOf(item)) : null}
        />
      ))}
      {ticked.size > 0 && (
        <div className="action-bar">
          <button
            type="button"
            className="button big primary"
            disabled={busy}
            data-testid="approve-ticked"
            onClick={() => (data && isProved(data.factor, now) ? void approve() : setAsksPin(true))}
          >
            {busy ? '正在提交…' : `同意勾选的 ${String(ticked.size)} 件`}
          </button>
        </div>
      )}
      {asksPin && (
        <PinSheet
          isSet={data?.factor.set ?? true}
          onClose={() => setAsksPin(false)}
          onProved={() => {
            setAsksPin(false);
            void approve();
          }}
        />
      )}
    </Page>
  );
}
