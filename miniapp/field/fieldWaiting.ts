/** Counts, for the banner, what of the field records has not arrived. */
import { session } from '../session';
import { type WaitingRecord, recordsWaiting } from '../offline/waiting';
import { EVENT, groupOf, groupsWith, recordsOf } from './fieldShelf';

const NOUNS: Record<string, string> = { siteRecord: '现场检查笔录', interview: '询问笔录' };

function titleOf(record: string, seed: unknown): string {
  const noun = NOUNS[record.split(':')[0] ?? ''] ?? '笔录';
  const { enterpriseName } = (typeof seed === 'object' && seed !== null ? seed : {}) as { enterpriseName?: unknown };
  return typeof enterpriseName === 'string' ? `${noun} · ${enterpriseName}` : noun;
}

/** Read again what waits. @throws Locked */
export async function look(): Promise<void> {
  const owner = session.get().me?.id;
  if (!owner) return recordsWaiting.set([]);
  const [waiting, refused, known] = await Promise.all([
    groupsWith(owner, EVENT.waiting),
    groupsWith(owner, EVENT.refused),
    recordsOf(owner),
  ]);
  const rows: WaitingRecord[] = [];
  for (const { record, seed, refused: sentences } of known) {
    const group = await groupOf(owner, record);
    const events = waiting.get(group) ?? 0;
    if (events > 0 || refused.has(group) || Object.keys(sentences).length > 0)
      rows.push({ record, title: titleOf(record, seed), events, refused: Object.values(sentences) });
  }
  recordsWaiting.set(rows);
}
