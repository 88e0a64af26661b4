import { useEffect, useState } from 'react';
import { STAGES, type Stage, type ToldOf, type WallItem } from '../../models/wall/wall.schema';
import { request } from '../api';
import { sentenceOf } from '../wire';
import { minuteOf, timeOf } from './words';

const AGAIN_MS = 5_000;

/** Asked again every few seconds; in a replay once per moment. */
function useTold({ record }: WallItem, at: Date | null): ToldOf[] | string | null {
  const [told, setTold] = useState<ToldOf[] | string | null>(null);
  const moment = at?.toISOString();
  useEffect(() => {
    let isGone = false;
    const query = new URLSearchParams({ ...record, ...(moment ? { at: moment } : {}) });
    const ask = () =>
      request<{ items: ToldOf[] }>(`/api/wall/told?${query.toString()}`).then(
        ({ items }) => !isGone && setTold(items),
        (error: unknown) => !isGone && setTold(sentenceOf(error)),
      );
    void ask();
    const timer = moment ? undefined : setInterval(() => void ask(), AGAIN_MS);
    return () => {
      isGone = true;
      clearInterval(timer);
    };
  }, [record.store, record.id, moment]);
  return told;
}

/** Who knows of one thing: everybody told, by which way, and when it reached them. */
export function WallDetail({ item, at, onClose }: { item: WallItem; at: Date | null; onClose: () => void }) {
  const told = useTold(item, at);
  return (
    <aside className="wall-detail" aria-label="通知情况" data-testid="wall-detail">
      <header>
        <h2>{item.title}</h2>
        <button type="button" onClick={onClose}>
          关闭 Esc
        </button>
      </header>
      <p>
        {[item.no, item.whose, item.status].filter(Boolean).join(' · ')}，{minuteOf(item.since)} 起
      </p>
      {typeof told === 'string' && <p role="alert">{told}</p>}
      {Array.isArray(told) && told.length === 0 && <p>{at ? '当时' : '目前'}还没有通知任何人。</p>}
      {Array.isArray(told) && (
        <ol>
          {told.map((one, index) => (
            <li key={index}>
              <strong>{one.person}</strong> {one.purpose} ·{' '}
              {one.answeredAt ? `${timeOf(one.answeredAt)} 已答复` : one.status}
              {one.messages.map(({ name, means, at: sent, stages }, nth) => (
                <p key={nth}>
                  {name} {means} <span className="stages">{stageWords(stages, sent)}</span>
                </p>
              ))}
            </li>
          ))}
        </ol>
      )}
    </aside>
  );
}

const ORDER: readonly Stage[] = ['owed', 'failed', 'accepted', 'delivered', 'read', 'acted'];
const stageWords = (stages: Partial<Record<Stage, number>>, sent: number): string =>
  ORDER.filter((stage) => stages[stage] !== undefined)
    .map((stage) => `${STAGES[stage]} ${timeOf(stages[stage] ?? sent)}`)
    .join(' → ');
