/** Records for the benches: generated, plausible, of the size that real ones have. */
import { people } from '../models/people/people.store';
import { type Person } from '../models/people/people.schema';
import { type Petition } from '../models/petition/petition.schema';
import { petitions } from '../models/petition/petition.store';
import { draftPetition } from '../models/petition/reporting';

const NOW = new Date();
/** Records per insert. */
export const BATCH = 5000;

export const aPerson = (id: string, change: Partial<Person> = {}): Person => ({
  _id: id,
  unionId: `union-${id}`,
  name: '林示岛',
  pinyin: 'lin',
  title: '值班员',
  roles: ['dutyOperator'],
  unit: '220',
  unitName: '指挥中心',
  county: null,
  grid: null,
  village: null,
  certificateNo: null,
  certificateValidTo: null,
  active: true,
  syncedAt: NOW,
  ...change,
});

/** The person as whom benches send commands: `duty01`. */
export const addDutyOperator = () => people.insertOne(aPerson('duty01'));

/** One registered petition with its journal, nothing owed. */
export const aPetition = (n: number, change: Partial<Petition> = {}) => ({
  ...draftPetition(`bench-petition-${n}`, { id: `ref:${n}`, county: '330903', grid: null }, 'SUPERVISOR', NOW),
  status: 'registered',
  no: `XF-2026-${String(n + 1).padStart(7, '0')}`,
  registeredAt: NOW,
  content: '河水发黑，臭得很。',
  version: 1,
  events: [],
  outbox: [],
  updatedAt: NOW,
  sealed: 0,
  unsealedAt: null,
  ...change,
});

/** Insert `count` petitions, numbered from `from`. Filling is not what is measured, so no flush is waited for. */
export async function fillPetitions(count: number, change: (n: number) => Partial<Petition>, from = 0): Promise<void> {
  for (let done = 0; done < count; done += BATCH) {
    const size = Math.min(BATCH, count - done);
    const batch = Array.from({ length: size }, (_, n) => aPetition(from + done + n, change(from + done + n)));
    await petitions.collection.insertMany(batch as never, { ordered: false, writeConcern: { w: 1, journal: false } });
  }
}
