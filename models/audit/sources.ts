/**
 * Where the records stand that an audit looks at: one row per kind. A row says whose records a unit's are, when they happened, which risk
 * flags they carry and what an auditor is shown of them. A new kind of record is one more row here and a word in RECORD_TYPES; 网格巡查 has
 * none, since the system keeps no patrols.
 *
 * Collections are read by name: an audit looks at other domains from outside and depends on none of their decisions.
 */
import mongoose from 'mongoose';
import { endOfShanghaiDay, startOfShanghaiDay, momentWords } from '../core/calendar';
import { DomainError } from '../core/errors';
import { type JournalEvent } from '../core/journal';
import { type Location, metresBetween } from '../core/place';
import { policy } from '../core/policy';
import { type Evidence } from '../evidence/evidence.schema';
import {
  GRADES,
  type Incident,
  SOURCES as INCIDENT_SOURCES,
  STATES as INCIDENT_STATES,
  TYPES,
} from '../incident/incident.schema';
import { STATES as CASE_STATES, type PenaltyCase } from '../penalty/penalty.schema';
import { people } from '../people/people.store';
import { type Unit } from '../people/people.schema';
import { CHANNELS, MEDIA, type Petition, RESULTS, STATES as PETITION_STATES } from '../petition/petition.schema';
import { foldSiteRecord } from '../siteRecord/fold';
import { type SiteRecord, STATES as SITE_STATES, OUTCOMES } from '../siteRecord/siteRecord.schema';
import { type RecordType, RECORD_TYPES, type RiskFlag, type Scope } from './audit.schema';
import { maskName, maskText } from '../core/masking';
import { offHours } from './offHours';
import { type FramedRecord } from './planning';
import { type Suggestion, suggestionsFor } from './suggestions';

type Query = Record<string, unknown>;
type Doc<D> = D & { _id: string; events: JournalEvent[] };
/** Label and value, as the auditor reads them. */
export type Proof = [label: string, value: string];

interface Source<D> {
  collection: string;
  /** Whose records these are; null when a unit of this kind has none. */
  within: (unit: Unit) => Promise<Query | null>;
  timeField: keyof D & string;
  /** Fields that flags need, beside number and time. */
  reads: readonly (keyof Doc<D> & string)[];
  flags: (record: Doc<D>) => RiskFlag[];
  /** Hashes of its photos, for finding the same one elsewhere. */
  photos: (record: Doc<D>) => readonly string[];
  /** Flags that stand in another collection. */
  further?: (ids: readonly string[]) => Promise<ReadonlyMap<string, RiskFlag[]>>;
  proofs: (record: Doc<D>) => Proof[];
  suggests?: (record: Doc<D>) => Suggestion[];
}

const HOUR = 3_600_000;
const when = (flag: RiskFlag, holds: boolean): RiskFlag[] => (holds ? [flag] : []);
const proof = (label: string, value: string | null | undefined | false): Proof[] => (value ? [[label, value]] : []);
const moment = (label: string, at: Date | string | null | undefined): Proof[] =>
  proof(label, at && momentWords(new Date(at)));

/** Created in the system so long after it happened. */
const late = (from: Date | null, to: Date | null): boolean =>
  from !== null && to !== null && to.getTime() - from.getTime() > policy().audit.lateHours * HOUR;
/** A moment that is said to be later than the one at which it was written down, or earlier than what must come before it. */
const backDated = (...inOrder: (Date | null | undefined)[]): boolean => {
  const known = inOrder.flatMap((at) => (at ? [at.getTime()] : []));
  return known.some((at, index) => index > 0 && at < known[index - 1]!);
};

const far = (a: Location | null, b: Location | null): boolean =>
  a !== null && b !== null && metresBetween(a, b) > policy().audit.farMetres;
const pairs = <T>(items: readonly T[]): [T, T][] =>
  items.flatMap((a, index) => items.slice(index + 1).map((b): [T, T] => [a, b]));

const staffOf = async ({ _id }: Unit): Promise<string[]> =>
  (await people.find({ unit: _id }, { projection: { _id: 1 } }).toArray()).map((person) => person._id);

const petition: Source<Petition> = {
  collection: 'petitions',
  within: ({ _id, kind }) => Promise.resolve(kind === 'BRANCH' ? { unit: _id, no: { $gt: '' } } : null),
  timeField: 'receivedAt',
  reads: ['registeredAt', 'acceptedAt', 'repliedAt', 'closedAt', 'status', 'path', 'resultPhotos'],
  flags: ({ status, receivedAt, registeredAt, acceptedAt, repliedAt }) => [
    ...when('LATE_CREATED', late(receivedAt, registeredAt)),
    ...when('BACK_DATED', backDated(receivedAt, registeredAt, acceptedAt, repliedAt)),
    ...when('NO_REPLY', status === 'closed' && !repliedAt),
  ],
  photos: ({ resultPhotos }) => resultPhotos ?? [],
  proofs: (record) => [
    ...proof('状态', PETITION_STATES[record.status]),
    ...proof('来源', CHANNELS[record.channel]),
    ...proof('污染类型', record.medium && MEDIA[record.medium]),
    ...proof('企业', record.enterpriseName),
    ...proof('反映内容', maskText(record.content)),
    ...moment('收到', record.receivedAt),
    ...moment('登记', record.registeredAt),
    ...moment('受理', record.acceptedAt),
    ...moment('法定期限', record.dueAt),
    ...moment('答复', record.repliedAt),
    ...moment('办结', record.closedAt),
    ...proof('承办人', record.officerName),
    ...proof('核查结论', record.result && RESULTS[record.result]),
    ...proof('核查情况', record.findings && maskText(record.findings)),
    ...proof('处理措施', record.measures && maskText(record.measures)),
    ...proof('答复全文', record.replyText && maskText(record.replyText)),
    ...proof('满意度', record.satisfaction !== null && `${record.satisfaction}分`),
    ...proof('结果照片', record.resultPhotos.length > 0 && `${record.resultPhotos.length}张`),
  ],
};

const alert: Source<Incident> = {
  collection: 'incidents',
  within: ({ kind, county }) => {
    if (kind === 'CENTRE') return Promise.resolve({});
    return Promise.resolve(
      kind === 'BRANCH' && county ? { $or: [{ dispatchCounty: county }, { dispatchCounty: null, county }] } : null,
    );
  },
  timeField: 'receivedAt',
  reads: ['occurredAt', 'status', 'location', 'crew', 'proof', 'dispatchedAt', 'arrivedAt', 'controlledAt'],
  flags: ({ status, occurredAt, receivedAt, location, crew, dispatchedAt, arrivedAt }) => {
    const places = crew.flatMap((member) => (member.location ? [member.location] : []));
    return [
      ...when('LATE_CREATED', late(occurredAt, receivedAt)),
      ...when('BACK_DATED', backDated(occurredAt, receivedAt)),
      ...when(
        'FAR_AWAY',
        places.some((place) => far(place, location)),
      ),
      ...when(
        'APART',
        pairs(places).some(([a, b]) => far(a, b)),
      ),
      ...when('NO_REPLY', status === 'closed' && dispatchedAt !== null && arrivedAt === null),
      ...when('WITHDRAWN', status === 'closedInvalid'),
    ];
  },
  photos: (record) => record.proof ?? [],
  proofs: (record) => [
    ...proof('状态', INCIDENT_STATES[record.status]),
    ...proof('类型', TYPES[record.type]),
    ...proof('来源', INCIDENT_SOURCES[record.source]),
    ...proof('级别', record.grade && GRADES[record.grade]),
    ...proof('企业', record.enterpriseName),
    ...proof('情况', maskText(record.description)),
    ...moment('发生', record.occurredAt),
    ...moment('收到', record.receivedAt),
    ...moment('研判', record.triagedAt),
    ...moment('派出', record.dispatchedAt),
    ...moment('到场', record.arrivedAt),
    ...moment('控制', record.controlledAt),
    ...proof('现场情况', record.controlWords && maskText(record.controlWords)),
    ...proof('报告', record.reports.length > 0 && `${record.reports.length}次`),
    ...proof('结论', record.outcomeReason && maskText(record.outcomeReason)),
  ],
};

/** Codes of the record (field/fieldState.ts) that an audit looks at in any case; others are for the head of the branch. */
const SITE_FLAGS: Readonly<Record<string, RiskFlag>> = {
  LATE_CREATED: 'LATE_CREATED',
  GPS_FAR: 'FAR_AWAY',
  PHONES_APART: 'APART',
  BACK_DATED: 'BACK_DATED',
  MOCK_LOCATION: 'MADE_UP_POSITION',
  CLOCK_TURNED: 'CLOCK_TURNED',
  PAGES_DIFFER: 'OTHER',
};
const EVIDENCE_FLAGS: Readonly<Record<string, RiskFlag>> = {
  DUPLICATE: 'SAME_PHOTO',
  FAR_AWAY: 'FAR_AWAY',
  MOCK_LOCATION: 'MADE_UP_POSITION',
  CLOCK_TURNED: 'CLOCK_TURNED',
};

async function flagsOfEvidence(ids: readonly string[]): Promise<ReadonlyMap<string, RiskFlag[]>> {
  const found = await collectionOf<Evidence>('evidence')
    .find(
      { 'uses.record': { $in: ids.map((id) => `siteRecord:${id}`) }, 'flags.0': { $exists: true } },
      {
        projection: { 'uses.record': 1, 'flags.code': 1 },
      },
    )
    .toArray();
  const flags = new Map<string, RiskFlag[]>();
  for (const { uses, flags: own } of found)
    for (const { record } of uses) {
      const id = record.slice(record.indexOf(':') + 1);
      flags.set(id, [...(flags.get(id) ?? []), ...own.flatMap(({ code }) => EVIDENCE_FLAGS[code] ?? [])]);
    }
  return flags;
}

const stateOf = (record: Doc<SiteRecord>) => foldSiteRecord(record.seed, record.field);

const siteRecord: Source<SiteRecord> = {
  collection: 'site_records',
  within: async (unit) => (['BRANCH', 'FORCE'].includes(unit.kind) ? { officers: { $in: await staffOf(unit) } } : null),
  timeField: 'arrivedAt',
  reads: ['flags'],
  flags: ({ flags }) => flags.flatMap((code) => SITE_FLAGS[code] ?? []),
  photos: () => [],
  further: flagsOfEvidence,
  suggests: (record) => suggestionsFor(stateOf(record)),
  proofs: (record) => {
    const state = stateOf(record);
    return [
      ...proof('状态', SITE_STATES[record.status]),
      ...proof('被检查单位', record.enterpriseName),
      ...state.officers.flatMap(({ name, certificateNo, arrived, shownAt }) =>
        proof(
          '执法人员',
          [
            `${name}（${certificateNo}）`,
            arrived ? `${momentWords(new Date(arrived.at))}到场` : '没有到场记录',
            arrived?.metres == null ? '' : `距现场${Math.round(arrived.metres)}米`,
            shownAt ? '已亮证' : '没有亮证记录',
          ]
            .filter(Boolean)
            .join('，'),
        ),
      ),
      ...proof('告知', state.rightsTold ? `${momentWords(new Date(state.rightsTold.at))}告知权利义务` : '没有告知记录'),
      ...moment('亮码', state.codeScannedAt),
      ...proof('起止时间', `${momentOr(state.arrivedAt)} 至 ${momentOr(state.endedAt)}`),
      ...state.persons.flatMap(({ value, struck }) => (struck ? [] : proof('在场人员', maskName(value.name)))),
      ...Object.entries(state.fields).flatMap(([, said]) => proof(said.key, maskText(said.value))),
      ...state.findings.flatMap(({ value, struck }) =>
        struck ? [] : proof('检查发现', maskText(`${value.title} ${value.text}`)),
      ),
      ...proof('证据', `${state.evidence.length}件`),
      ...proof(
        '签名',
        state.reading?.complete ? '当事人已逐页签名' : state.refusals.length > 0 ? '已注明未签名原因' : '没有完整签名',
      ),
      ...proof('结论', OUTCOMES[state.outcome]),
    ];
  },
};

const momentOr = (at: string | null) => (at ? momentWords(new Date(at)) : '未记录');

const penaltyCase: Source<PenaltyCase> = {
  collection: 'penalty_cases',
  within: async (unit) => {
    if (unit.kind === 'BRANCH' && unit.county) return { county: unit.county };
    return unit.kind === 'FORCE' ? { team: { $in: await staffOf(unit) } } : null;
  },
  timeField: 'registeredAt',
  reads: ['actOn', 'decidedAt', 'status', 'reviewDueAt'],
  flags: ({ actOn, registeredAt, decidedAt }) => [
    ...when('BACK_DATED', backDated(actOn ? startOfShanghaiDay(actOn) : null, registeredAt, decidedAt)),
  ],
  photos: () => [],
  proofs: (record) => [
    ...proof('状态', CASE_STATES[record.status]),
    ...proof('当事人', record.party.kind === 'CITIZEN' ? maskName(record.party.name) : record.party.name),
    ...proof('违法事实', maskText(record.facts)),
    ...proof('行为日', record.actOn),
    ...moment('线索登记', record.registeredAt),
    ...moment('立案审查期限', record.reviewDueAt),
    ...moment('决定', record.decidedAt),
    ...proof('决定人', record.decidedByName),
    ...proof('理由', record.decisionReason && maskText(record.decisionReason)),
    ...proof('证据', `${record.evidence.length}件`),
  ],
};

type AnySource = Source<{ _id: string }>;
const row = <D>(source: Source<D>): AnySource => source as unknown as AnySource;

/** The strata of a unit: one per row. */
const SOURCES: Record<RecordType, AnySource> = {
  siteRecord: row(siteRecord),
  petition: row(petition),
  case: row(penaltyCase),
  alert: row(alert),
};

const TYPES_IN_ORDER = Object.keys(RECORD_TYPES) as RecordType[];

function collectionOf<D>(name: string) {
  return mongoose.connection.db!.collection<Omit<D, '_id'> & { _id: string }>(name);
}

/** The kinds of records that this unit has at all. */
export async function typesOf(unit: Unit): Promise<RecordType[]> {
  const found = await Promise.all(TYPES_IN_ORDER.map((type) => SOURCES[type].within(unit)));
  return TYPES_IN_ORDER.filter((_, index) => found[index] !== null);
}

type Raw = Record<string, unknown> & { _id: string; no?: string | null };

/** Photos that stand in more than one of these records. */
function repeated(records: readonly Raw[], { photos }: AnySource): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const record of records)
    for (const hash of new Set(photos(record as never))) seen.set(hash, (seen.get(hash) ?? 0) + 1);
  return new Set([...seen].flatMap(([hash, times]) => (times > 1 ? [hash] : [])));
}

/**
 * The frame of one stratum: every record of the unit whose time lies in the period, with its flags.
 *
 * @throws DomainError NOT_NOW when there are more than an audit can hold
 */
export async function frameFor(type: RecordType, unit: Unit, { fromDay, toDay }: Scope): Promise<FramedRecord[]> {
  const source = SOURCES[type];
  const within = await source.within(unit);
  if (!within) return [];
  const { timeField, reads, flags, photos, further, collection } = source;
  const most = policy().audit.mostInFrame;
  const period = { $gte: startOfShanghaiDay(fromDay), $lte: endOfShanghaiDay(toDay) };
  const found = (await collectionOf<Raw>(collection)
    .find({ $and: [within, { [timeField]: period }] } as never, {
      projection: { no: 1, [timeField]: 1, ...Object.fromEntries(reads.map((name) => [name, 1])) },
      limit: most + 1,
    })
    .toArray()) as unknown as Raw[];
  if (found.length > most)
    throw new DomainError('NOT_NOW', `“${RECORD_TYPES[type]}”超过${most}件，请缩短期间后再抽样。`, { type });
  const twice = repeated(found, source);
  const elsewhere = await further?.(found.map(({ _id }) => _id));
  return found.map((record) => {
    const at = new Date((record as Record<string, unknown>)[timeField] as Date);
    const same = photos(record as never).some((hash) => twice.has(hash));
    const all = [...flags(record as never), ...when('SAME_PHOTO', same), ...(elsewhere?.get(record._id) ?? [])];
    return { id: record._id, no: record.no ?? '', at, offHours: offHours(at), flags: [...new Set(all)].sort() };
  });
}

/** What an auditor reads of one sampled record, personal data covered; null when it is gone. */
export async function readSampled(
  type: RecordType,
  id: string,
): Promise<{ proofs: Proof[]; suggestions: Suggestion[] } | null> {
  const { collection, proofs, suggests } = SOURCES[type];
  const record = await collectionOf<Raw>(collection).findOne({ _id: id } as never);
  if (!record) return null;
  return { proofs: proofs(record as never), suggestions: suggests?.(record as never) ?? [] };
}
