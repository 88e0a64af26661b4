/** 现场检查笔录 as the server keeps it: how it is prepared, what phones bring, what heads decide. */
import { z } from 'zod';
import { assign, settle } from '../assignment/assignment.effects';
import { type Domain, perform } from '../core/domain';
import { datedBy, read, create, type Stored } from '../core/journal';
import { DomainError } from '../core/errors';
import { advance, asClock, command, type Context, type Effect, type Outcome } from '../core/workflow';
import { type Merging, derived, mergeEvents } from '../field/record';
import { type Inspection } from '../inspection/inspection.schema';
import { inspections } from '../inspection/inspection.store';
import { peopleWithRole } from '../people/people.store';
import { siteDeriving, titleOf } from './deriving';
import { seedsOf } from './seed';
import { SiteSeed, type SiteRecord } from './siteRecord.schema';
import { siteRecords } from './siteRecord.store';
import { siteRecordWorkflow } from './siteRecord.workflow';

const words = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(2, `请填写${what}`)
    .max(most, `${what}最多${most}字`);
/** Made by field.routes.ts from what was checked there; no door takes it as it is. */
export const MergeEvents = z.custom<Merging>((value) => typeof value === 'object' && value !== null);
export const Prepare = z.strictObject({ seed: SiteSeed });
export const DecideRecusal = z.strictObject({
  approved: z.union([z.boolean(), z.enum(['yes', 'no']).transform((said) => said === 'yes')], {
    error: '请选择是否同意回避',
  }),
  remark: z.string().trim().max(300, '说明最多300字').default(''),
});
export const LockAlone = z.strictObject({ reason: words('单方锁定的原因', 300) });
export const AskSupplement = z.strictObject({ reason: words('补充的原因', 300) });
const Nothing = z.strictObject({});

/** A record that nobody has written into yet. */
export function preparedRecord(seed: SiteSeed, supplements: string | null = null): SiteRecord {
  const id = seed.record.slice('siteRecord:'.length);
  return {
    ...{ _id: id, version: 0, status: 'created', no: seed.no, inspection: seed.inspection, supplements, seed },
    ...{ county: seed.county, enterprise: seed.enterprise, enterpriseName: seed.enterpriseName },
    officers: seed.officers.map((officer) => officer.id),
    ...{ field: [], heads: [], receipts: [], aside: [], flags: [], told: [], lockedAlone: null, recusal: null },
    ...{ arrivedAt: null, endedAt: null, lockedAt: null, submitDueAt: null, outcome: null },
    counts: { problems: 0, violations: 0, evidence: 0, samples: 0 },
  };
}

function prepare(record: SiteRecord, { seed }: z.infer<typeof Prepare>, context: Context): Outcome<SiteRecord> {
  advance(siteRecordWorkflow, 'prepare', record, context);
  return {
    document: { ...preparedRecord(seed, record.supplements), version: record.version },
    event: { type: 'siteRecord.prepared', data: { officers: seed.officers.map(({ name }) => name) } },
  };
}

interface HeadFacts {
  heads: { id: string }[];
}

/** Heads read what does not look right once it is locked, and decide about a request for recusal at once. */
function tellHeads(before: SiteRecord, after: SiteRecord, { heads }: HeadFacts): Effect[] {
  const [head] = heads;
  if (!head) return [];
  const about = { person: head.id, title: titleOf(after), county: after.county };
  const asked = after.recusal && !before.recusal;
  const doubtful = after.status === 'locked' && before.status !== 'locked' && after.flags.length > 0;
  return [
    ...(asked ? [assign({ ...about, purpose: 'siteRecord.recusal', urgency: 'URGENT' })] : []),
    ...(doubtful ? [assign({ ...about, purpose: 'siteRecord.flagged', ladder: false })] : []),
  ];
}

function merge(record: SiteRecord, input: Merging, context: Context, facts: HeadFacts): Outcome<SiteRecord> {
  advance(siteRecordWorkflow, 'merge', record, context);
  const merged = mergeEvents(siteDeriving, record, input, context);
  return { ...merged, effects: [...(merged.effects ?? []), ...tellHeads(record, merged.document, facts)] };
}

/** 决定回避申请 (处罚办法 第六条; 行政处罚法 第四十三条): the investigation does not stop meanwhile. */
function decideRecusal(
  record: SiteRecord,
  { approved, remark }: z.infer<typeof DecideRecusal>,
  context: Context,
): Outcome<SiteRecord> {
  const status = advance(siteRecordWorkflow, 'decideRecusal', record, context);
  if (!record.recusal) throw new DomainError('NOT_NOW', '没有待决定的回避申请。', {});
  const recusal = { ...record.recusal, approved, remark, decidedBy: context.actor.id };
  return {
    document: { ...record, status, recusal },
    event: { type: 'siteRecord.recusalDecided', data: { approved, remark } },
    effects: [
      settle({ purposes: ['siteRecord.recusal'] }),
      ...record.officers.map((person) =>
        assign({
          ...{ person, purpose: 'siteRecord.recusalDecided', title: titleOf(record), county: record.county },
          ladder: false,
        }),
      ),
    ],
  };
}

/** 单方锁定: the second phone is lost or broken; a head answers for taking one officer's part alone. */
function lockAlone(record: SiteRecord, { reason }: z.infer<typeof LockAlone>, context: Context): Outcome<SiteRecord> {
  advance(siteRecordWorkflow, 'lockAlone', record, context);
  const { now: at, actor } = context;
  const locked = { ...record, lockedAlone: { by: actor.id, reason, at }, lockedAt: at };
  const { document, state } = derived(siteDeriving, locked, at);
  return {
    document,
    event: { type: 'siteRecord.lockedAlone', data: { reason } },
    effects: [settle({}), ...siteDeriving.follows(record, document, state)],
  };
}

/** 转补充笔录: what was set aside after the lock has its place in a supplementary record. */
function setAside(record: SiteRecord, { supplement }: { supplement: string }, context: Context): Outcome<SiteRecord> {
  advance(siteRecordWorkflow, 'setAside', record, context);
  const aside = record.aside.map((one) => ({ ...one, supplement: one.supplement ?? supplement }));
  return { document: { ...record, aside }, event: { type: 'siteRecord.supplemented', data: { supplement } } };
}

/** 提交提醒: once, when the time for handing in has come. */
function remind(record: SiteRecord, _input: unknown, context: Context, { heads }: HeadFacts): Outcome<SiteRecord> {
  const status = advance(siteRecordWorkflow, 'remind', record, context);
  const isDue = record.submitDueAt && record.status !== 'locked';
  const about = { purpose: 'siteRecord.late', title: titleOf(record), county: record.county } as const;
  return {
    document: { ...record, status, submitDueAt: null, told: [...record.told, 'late'] },
    event: { type: 'siteRecord.late' },
    effects: isDue
      ? [
          ...record.officers.map((person) => assign({ ...about, person, ladder: false })),
          ...heads.slice(0, 1).map(({ id }) => assign({ ...about, person: id })),
        ]
      : [],
  };
}

const headsOf = async (id: string): Promise<HeadFacts> => {
  const record = await siteRecords.collection.findOne({ _id: id } as never, { projection: { county: 1 } });
  const heads = record ? await peopleWithRole('branchHead', record.county) : [];
  return { heads: heads.map(({ _id }) => ({ id: _id })) };
};
/** Only events that can lock a record or ask for recusal concern a head. */
const CONCERN_HEADS: readonly string[] = ['submit', 'tellRights'];

export const siteRecordDomain: Domain<SiteRecord> = {
  store: siteRecords,
  workflow: siteRecordWorkflow,
  commands: {
    merge: command(MergeEvents, merge),
    prepare: command(Prepare, prepare),
    decideRecusal: command(DecideRecusal, decideRecusal),
    lockAlone: command(LockAlone, lockAlone),
    setAside: command(z.strictObject({ supplement: z.string().max(120) }), setAside),
    remind: command(Nothing, remind),
  },
  facts: {
    merge: async (input, id) =>
      (input as Merging).found.some(({ event }) => CONCERN_HEADS.includes(event.type)) ? headsOf(id) : { heads: [] },
    remind: (_input, id) => headsOf(id),
  },
};

const READY: readonly Inspection['status'][] = ['assigned', 'acknowledged', 'onSite'];

/** Officers were exchanged before anybody wrote: the record starts from the new ones. */
const isOutdated = (record: SiteRecord, { team }: Pick<Inspection, 'team'>) =>
  record.field.length === 0 && [...team].sort().join() !== [...record.officers].sort().join();

/**
 * The site records of these tasks, made where there are none yet, by id of the task. Asked twice, or by two phones at once, it is the
 * same record with the same seed.
 */
export async function preparedFor(
  tasks: readonly Omit<Inspection, 'version'>[],
  now: Date,
): Promise<Map<string, Stored<SiteRecord>>> {
  const ready = tasks.filter(({ status }) => READY.includes(status));
  const found = (await siteRecords.collection
    .find({ _id: { $in: ready.map(({ _id }) => _id) } } as never)
    .toArray()) as unknown as Stored<SiteRecord>[];
  const records = new Map(found.map((record) => [record._id, record]));
  const wanted = ready.filter((task) => {
    const record = records.get(task._id);
    return !record || isOutdated(record, task);
  });
  const seeds = wanted.length > 0 ? await seedsOf(wanted, now) : new Map<string, SiteSeed>();
  for (const [id, seed] of seeds) {
    const standing = records.get(id);
    const event = { type: 'siteRecord.prepared', data: { officers: seed.officers.map(({ name }) => name) } };
    const made = standing
      ? await perform(siteRecordDomain, 'prepare', id, { seed }, asClock(now))
      : await create(siteRecords, { document: preparedRecord(seed), event }, asClock(now, `prepare:${id}`));
    records.set(id, made);
  }
  return records;
}

/** Whether whoever asks may write a record with these officers. */
export type MayWrite = (of: { officers: readonly string[]; county: string }) => boolean;

/** The record with this id; that of a task is made when one of its officers first asks for it. Null when there is neither. */
export async function siteRecordFor(id: string, now: Date, may: MayWrite): Promise<Stored<SiteRecord> | null> {
  const task = await read(inspections, id);
  if (task && may({ officers: task.team, county: task.county }))
    return (await preparedFor([task], now)).get(id) ?? read(siteRecords, id);
  const standing = await read(siteRecords, id);
  return task && standing && isOutdated(standing, task) ? null : standing;
}

/** Begin a supplementary record: the same officers and site, nothing prefilled but what the first one says. */
export async function supplementTo(
  record: Stored<SiteRecord>,
  id: string,
  { reason }: z.infer<typeof AskSupplement>,
  context: Context,
): Promise<Stored<SiteRecord>> {
  if (record.status !== 'locked')
    throw new DomainError('NOT_NOW', '笔录还没有锁定，可以直接在原笔录里填写。', { id: record._id });
  const seed: SiteSeed = {
    ...record.seed,
    ...{ record: `siteRecord:${id}`, supplements: { record: record._id, reason }, checklist: [] },
    madeAt: context.now.toISOString(),
  };
  const document = preparedRecord(seed, record._id);
  const event = { type: 'siteRecord.supplementBegun', data: { reason, supplements: record._id } };
  const made = await create(siteRecords, { document, event }, context);
  await perform(siteRecordDomain, 'setAside', record._id, { supplement: id }, asClock(context.now, `supplement:${id}`));
  return made;
}

/** Records whose time for handing in has come; each is reminded of once. Called every minute. @returns how many */
export async function remindOfSubmitting(now: Date): Promise<number> {
  const due = await siteRecords.collection
    .find(datedBy('submitDueAt', now) as never, {
      projection: { submitDueAt: 1 },
      sort: { submitDueAt: 1 },
      limit: 200,
    })
    .toArray();
  for (const { _id, submitDueAt } of due as unknown as { _id: string; submitDueAt: Date }[])
    await perform(siteRecordDomain, 'remind', _id, {}, asClock(now, `late:${_id}:${submitDueAt.toISOString()}`));
  return due.length;
}
