import { useState } from 'react';
import { SECTORS } from '../../models/enterprise/enterprise.schema';
import { type Me } from '../answers';
import { request } from '../api';
import { freshId } from '../freshId';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { useRemote } from '../useRemote';
import { sentenceOf } from '../wire';
import { ItemCard } from './ItemCard';
import { type LibraryAnswer, type ListedItem } from './answers';
import '../inspection/inspection.css';

const LISTS = { COMMON: '各行业通用', ...SECTORS };
const STATUSES = { approved: '执行中', proposed: '待批准', drafted: '起草中' };

/** 检查事项库: one list of it, what waits for approval, and, for whoever may, taking over and approving many at once. */
export function Library({ me, onChoose }: { me: Me; onChoose: (id: string) => void }) {
  const writes = me.may.draftCheckItem ?? false;
  const approves = me.may.approveCheckItem ?? false;
  const [status, setStatus] = useState('approved');
  const [sector, setSector] = useState('COMMON');
  const [picked, setPicked] = useState<readonly string[]>([]);
  const asked = new URLSearchParams(status === 'approved' ? { sector, status } : { status }).toString();
  const { data, error, reload } = useRemote<LibraryAnswer>(
    `/api/check-items?${asked}`,
    ({ store }) => store === 'check_items',
  );
  const picking = approves && status === 'proposed';
  const ids = data?.items.map(({ id }) => id) ?? [];

  async function act(path: string, body: object, words: (answer: Record<string, unknown>) => string) {
    try {
      const answer = await request<Record<string, unknown>>(path, { method: 'POST', body, key: freshId() });
      toast(words(answer));
      setPicked([]);
      reload();
    } catch (failed) {
      toast(sentenceOf(failed));
    }
  }

  return (
    <div>
      <div className="registry-filters">
        {(writes || approves) && (
          <div className="segments" role="tablist" aria-label="哪些事项">
            {Object.entries(STATUSES).map(([own, label]) => (
              <button
                key={own}
                type="button"
                role="tab"
                className="segment"
                aria-selected={status === own}
                onClick={() => setStatus(own)}
              >
                {label}
              </button>
            ))}
          </div>
        )}
        {status === 'approved' && (
          <select aria-label="行业" value={sector} onChange={({ target }) => setSector(target.value)}>
            {Object.entries(LISTS).map(([value, text]) => (
              <option key={value} value={value}>
                {text}
              </option>
            ))}
          </select>
        )}
        {picking && ids.length > 0 && (
          <div className="row">
            <button type="button" className="button" onClick={() => setPicked(picked.length < ids.length ? ids : [])}>
              {picked.length < ids.length ? '全选' : '不选'}
            </button>
            <button
              type="button"
              className="button primary push"
              disabled={picked.length === 0}
              onClick={() => void act('/api/check-items/approve', { ids: picked }, approvedWords)}
              data-testid="approve-items"
            >
              批准选中的 {picked.length} 条
            </button>
          </div>
        )}
        {writes && (
          <button
            type="button"
            className="button"
            onClick={() => void act('/api/check-items/library', {}, ({ proposed }) => takenWords(Number(proposed)))}
            data-testid="take-over"
          >
            采用内置事项库
          </button>
        )}
      </div>
      {!data && (error === undefined ? <Waiting lines={4} /> : <Trouble error={error} onAgain={reload} />)}
      {data?.items.length === 0 && (
        <Nothing title="这里还没有检查事项">法制审核人员起草、局领导批准后开始执行。</Nothing>
      )}
      {data &&
        groupsOf(inForce(data, status)).map(([group, items]) => (
          <section key={group} className="card">
            <h2>{group}</h2>
            <ul className="record-rows">
              {items.map((item) => (
                <ItemCard
                  key={item.id}
                  item={item}
                  today={data.today}
                  onChoose={() => onChoose(item.id)}
                  pick={
                    picking
                      ? { picked: picked.includes(item.id), onPick: () => setPicked(toggled(picked, item.id)) }
                      : undefined
                  }
                />
              ))}
            </ul>
          </section>
        ))}
    </div>
  );
}

const toggled = (all: readonly string[], id: string) =>
  all.includes(id) ? all.filter((one) => one !== id) : [...all, id];

/** What has ended is history: read on the page of the item, not here. */
const inForce = ({ items, today }: LibraryAnswer, status: string): ListedItem[] =>
  status === 'approved' ? items.filter(({ validTo }) => validTo === null || validTo >= today) : items;

function groupsOf(items: readonly ListedItem[]): [string, ListedItem[]][] {
  const groups = new Map<string, ListedItem[]>();
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item]);
  return [...groups];
}

const takenWords = (proposed: number) =>
  proposed > 0 ? `已提交 ${proposed} 条，等局领导批准` : '内置事项都已经在库里了';

function approvedWords(answer: Record<string, unknown>): string {
  const refused = answer['refused'] as { id: string; reason: string }[];
  const done = `已批准 ${Number(answer['approved'])} 条`;
  return refused.length > 0 ? `${done}，${refused.length} 条没有批准：${refused[0]?.reason ?? ''}` : done;
}
