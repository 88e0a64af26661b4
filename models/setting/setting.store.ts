import { DomainError } from '../core/errors';
import { defineStore } from '../core/journal';
import { type Setting } from './setting.schema';

export const settings = defineStore<Setting>('settings', {
  live: true,
  indexes: [
    [{ status: 1, from: 1 }],
    [{ key: 1, proposedAt: -1 }],
    [{ proposedAt: -1 }],
    [{ asked: 1 }, { unique: true, partialFilterExpression: { asked: { $gt: '' } } }],
  ],
  clash: { field: 'asked', message: '这个业务参数已有一份待批准的提议，请等局领导处理后再提交。' },
});

const ROW = { events: 0, outbox: 0 } as const;
/** Some changes a year for each of some hundred figures; more is a defect. */
const MOST = 5_000;

/** Every approved setting, past and future, in the order of their days. @throws DomainError UNAVAILABLE when there are too many */
export async function approvedSettings(): Promise<Setting[]> {
  const found = await settings.collection
    .find({ status: 'inForce' } as never, { projection: ROW, sort: { from: 1, decidedAt: 1 }, limit: MOST + 1 })
    .toArray();
  if (found.length > MOST) throw new DomainError('UNAVAILABLE', '业务参数的记录太多，请联系系统管理员核查。');
  return found;
}

/** The proposals and changes of one figure, or of all, the latest first. */
export const listSettings = (query: { key?: string; status?: Setting['status'] }, limit = 200): Promise<Setting[]> =>
  settings.collection.find(query as never, { projection: ROW, sort: { proposedAt: -1, _id: -1 }, limit }).toArray();

/** When anything about settings was last written; null: never. */
export async function settingsTouchedAt(): Promise<Date | null> {
  const found = await settings.collection.findOne({}, { projection: { updatedAt: 1 }, sort: { updatedAt: -1 } });
  return found?.updatedAt ?? null;
}
