/**
 * The fictional data of the demo: enterprises, and nearly two years of petitions in the hands of the organisation that the
 * sandbox has. Everything is marked as invented: 示例 in names of enterprises, codes beginning with DEMO, persons of the 示 series,
 * telephones 000-xxxx-xxxx. Made once; the marker `demo` in `meta` says so.
 */
import mongoose from 'mongoose';
import { assignments } from '../assignment/assignment.store';
import { enterprises } from '../enterprise/enterprise.store';
import { OPEN_STATES } from '../petition/petition.schema';
import { petitions } from '../petition/petition.store';
import { recount } from '../petition/petition.tallies';
import { organisationCast, petitionersBehind, sealPetitioners } from './cast';
import { demoEnterprises } from './enterprises';
import { lifeOf } from './handling';
import { insertAll } from './insert';
import { asStored } from './life';
import { PARTS, seedPart } from './parts';
import { registrations } from './period';
import { plansFor } from './plan';
import { diceFor } from './random';
import { seedRotation } from './rotation';

/** Raised when the data itself changes; an older demo keeps what it has. */
const VERSION = 1;

interface Marker {
  _id: string;
  /** Absent while the seed is under way. */
  version?: number;
  seededAt?: Date;
  /** References of the fictional petitioners, noted first, so that an interrupted run makes nobody twice. */
  petitioners?: string[];
}

interface SeedResult {
  seeded: boolean;
  /** Why nothing was done, for the person who asked. */
  reason?: string;
  enterprises: number;
  petitions: number;
  assignments: number;
}
interface SeedOptions {
  now: Date;
  /** Told after each step; `total` never changes. */
  progress?: (done: number, total: number, label: string) => void;
}

const meta = () => mongoose.connection.db!.collection<Marker>('meta');
/** Somebody still has something to do, or to say, about these; of the others the petition's own history tells enough. */
const WITH_TASKS: readonly string[] = [...OPEN_STATES, 'replied'];
const NOTHING = { seeded: false, enterprises: 0, petitions: 0, assignments: 0 };
const OURS = { _id: { $regex: '^demo-' } } as never;

const isDemo = async () => (await meta().findOne({ _id: 'demo' }))?.version !== undefined;

async function whyNot(): Promise<string | undefined> {
  if (await isDemo()) return '演示数据已经载入过，不再重复。';
  const real = await petitions.collection.findOne({ _id: { $not: /^demo-/ }, no: { $type: 'string' } } as never);
  return real ? '这个数据库里已有登记的信访件，不再载入演示数据。' : undefined;
}

/** What an interrupted run has left. Nobody can have worked with it: the marker is written last. */
async function clear(): Promise<void> {
  await Promise.all([
    petitions.collection.deleteMany(OURS),
    assignments.collection.deleteMany(OURS),
    enterprises.deleteMany({ uscc: { $regex: '^DEMO' } }),
  ]);
}

async function petitionersOf(now: Date): Promise<string[]> {
  const known = (await meta().findOne({ _id: 'demo' }))?.petitioners ?? [];
  const references = await sealPetitioners(known, now);
  await meta().updateOne({ _id: 'demo' }, { $set: { petitioners: references } }, { upsert: true });
  return references;
}

async function seedFurther(now: Date): Promise<void> {
  await seedRotation(now);
  for (const part of PARTS) await seedPart(part, now);
}

/**
 * Fill an empty system with the demo, once. After the organisation has been read: its people appear in the history.
 *
 * The same `now` and organisation give the same data, except for the random references of petitioners.
 *
 * @returns `seeded: false` with the reason when there is nothing to do
 * @throws Error when the organisation is not complete yet; DomainError UNAVAILABLE while the vault is closed
 */
export async function seedDemo({ now, progress = () => {} }: SeedOptions): Promise<SeedResult> {
  const reason = await whyNot();
  if (reason) {
    // A demo that was made before there were all of these gets what it lacks at its next start.
    if (await isDemo()) await seedFurther(now);
    return { ...NOTHING, reason };
  }
  const people = await organisationCast();
  const further = PARTS.map(({ label }) => label);
  const steps = ['清理未完成的载入', '企业', '信访人', '信访件', '任务', '统计', '抽调轮次', ...further];
  let done = 0;
  const step = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    done += 1;
    progress(done, steps.length, steps[done - 1]!);
    return result;
  };
  progress(0, steps.length, '开始');
  const register = demoEnterprises();
  await step(clear());
  await step(insertAll(enterprises, register));
  const cast = { ...people, petitioners: await step(petitionersOf(now).then(petitionersBehind)) };
  const plans = plansFor(registrations(now, diceFor('moments')), now, cast, register, diceFor('plans'));
  const lives = plans.map((plan) => lifeOf(plan, cast, now, diceFor(plan.id)));
  await step(insertAll(petitions.collection, lives.map(asStored)));
  const tasks = lives
    .filter(({ document }) => WITH_TASKS.includes(document.status))
    .flatMap((life) => life.assignments);
  await step(insertAll(assignments.collection, tasks.map(asStored)));
  await step(recount());
  await step(seedRotation(now));
  for (const part of PARTS) await step(seedPart(part, now));
  await meta().updateOne({ _id: 'demo' }, { $set: { version: VERSION, seededAt: now } });
  return { seeded: true, enterprises: register.length, petitions: lives.length, assignments: tasks.length };
}
