/** Which documents each kind of record gives, and what they say. One row per document; the route, the page and the code to verify read it. */
import { type County } from '../core/place';
import { evidenceHoldFilling, holdDisposalFilling } from '../evidenceHold/evidenceHold.document';
import { type EvidenceHold } from '../evidenceHold/evidenceHold.schema';
import { orderFilling } from '../order/order.document';
import { eventsWithin } from '../field/order';
import { foldInterview } from '../interview/fold';
import { type Interview } from '../interview/interview.schema';
import { interviewPages } from '../interview/pages';
import { evidenceList, fileIndex } from '../penalty/file';
import { dailyPenalty } from '../penalty/documents/daily';
import { keptAt } from '../penalty/documents/keeping';
import { DISCUSSION_DRAFTS, type Gather, HEARING_DRAFTS } from '../penalty/documents/session';
import { type Drafted } from '../penalty/documents/words';
import { CASE_DRAFTS, type CaseDraft } from '../penalty/penalty.documents';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { foldSiteRecord } from '../siteRecord/fold';
import { samplingPages, siteRecordPages } from '../siteRecord/pages';
import { type SiteRecord } from '../siteRecord/siteRecord.schema';
import { type Order } from '../order/order.schema';
import { authorityWords, commonFields, servedFields, signedPictures } from '../serving/serving.fields';
import { type ActingOfficer, type Party, type Serving } from '../serving/serving.schema';
import { spotPenaltyFilling } from '../spotPenalty/spotPenalty.document';
import { type SpotPenalty } from '../spotPenalty/spotPenalty.schema';
import { type Filling } from '../template/outline';
import { type Page } from '../template/page';
import { type DocumentName, type Kind, KINDS, type Letterhead } from '../template/template.schema';

/** One document of one record. */
export interface Source {
  no: string;
  authority: string;
  /** The day it bears; null while it is only a draft, which nobody can verify. */
  at: Date | null;
  /** The edition it was shown and signed in; null: the one in force on its day. */
  edition: string | null;
  createdAt: Date;
  filling: Filling;
  /** Userids who may have it in full beside the heads; absent: whoever may see the record. */
  readers?: readonly string[];
}

/** Waits only where the document tells of other records as well. `at`: an earlier edition, by the moment it was issued. */
type Make<R> = (record: R, letterhead: Letterhead, at?: Date) => Source | null | Promise<Source | null>;

interface Served {
  no: string;
  authority: County | null;
  officers: readonly ActingOfficer[];
  team: readonly string[];
  party: Party;
  edition: string | null;
  createdAt: Date;
  serving: Serving | null;
}

const sourceOf = (record: Served, at: Date | null, filling: Filling, letterhead: Letterhead): Source => ({
  ...{ no: record.no, authority: authorityWords(letterhead, record.authority), at, filling },
  ...{ edition: record.edition, createdAt: record.createdAt },
});

/** 送达回证 of a document that has been handed over. */
const receipt =
  (kind: Kind): Make<Served> =>
  (record, letterhead) => {
    const { serving, team } = record;
    if (!serving) return null;
    const fields = {
      ...commonFields(record, serving.at, letterhead),
      ...servedFields(serving),
      ...{ 文书名称: KINDS[kind], 送达地点: serving.place, 受送达人: serving.receiver },
    };
    const filling = { fields, pictures: signedPictures(serving, team) };
    return { ...sourceOf(record, serving.at, filling, letterhead), edition: null };
  };

const order: Make<Order> = (record, letterhead) =>
  sourceOf(record, record.serving?.at ?? null, orderFilling(record, letterhead), letterhead);
const spotPenalty: Make<SpotPenalty> = (record, letterhead) =>
  sourceOf(record, record.serving.at, spotPenaltyFilling(record, letterhead), letterhead);
const evidenceHold: Make<EvidenceHold> = (record, letterhead) =>
  sourceOf(record, record.serving?.at ?? null, evidenceHoldFilling(record, letterhead), letterhead);
const holdDisposal: Make<EvidenceHold> = (record, letterhead) => {
  // What goes back is signed for: only then does the notice say all that it has to say.
  const at = record.status === 'decided' ? (record.decision?.at ?? null) : (record.handedBack?.at ?? null);
  const isOver = ['decided', 'toReturn', 'lapsed', 'returned'].includes(record.status);
  if (!isOver) return null;
  return { ...sourceOf(record, at, holdDisposalFilling(record, letterhead), letterhead), edition: null };
};

interface Written {
  seed: { no: string | null };
  county: County;
  officers: readonly string[];
  lockedAt: Date | null;
}

/** A record's own pages, as they were read over and signed. */
const written = ({ seed, county, officers, lockedAt }: Written, pages: Page[], letterhead: Letterhead): Source => ({
  ...{ no: seed.no ?? '', authority: authorityWords(letterhead, county), at: lockedAt, edition: null },
  ...{ createdAt: lockedAt ?? new Date(0), readers: officers },
  filling: { fields: { 文号: seed.no ?? '', 机关: authorityWords(letterhead, county) }, pictures: {}, pages },
});

/** A site record as it was read over: its pages come from what was read, its signatures from all that came since. */
const readOver = (record: SiteRecord) => {
  const state = foldSiteRecord(record.seed, record.field);
  const seen = state.reading && eventsWithin(record.field, state.reading.basis);
  return { state, read: seen ? foldSiteRecord(record.seed, seen) : state };
};
const siteRecord: Make<SiteRecord> = (record, letterhead) => {
  const { state, read } = readOver(record);
  return record.supplements ? null : written(record, siteRecordPages(state, read), letterhead);
};
const supplement: Make<SiteRecord> = (record, letterhead) => {
  const { state, read } = readOver(record);
  return record.supplements ? written(record, siteRecordPages(state, read), letterhead) : null;
};
const sampling: Make<SiteRecord> = (record, letterhead) => {
  const { state, read } = readOver(record);
  const pages = samplingPages(state, read);
  return pages ? written(record, pages, letterhead) : null;
};
const interview: Make<Interview> = (record, letterhead) => {
  const state = foldInterview(record.seed, record.field);
  const seen = state.reading && eventsWithin(record.field, state.reading.basis);
  return written(record, interviewPages(state, seen ? foldInterview(record.seed, seen) : state), letterhead);
};

const draftSource = (draft: Drafted | null, letterhead: Letterhead): Source | null =>
  draft && {
    ...{ no: draft.no, authority: authorityWords(letterhead, draft.authority), at: draft.at, edition: null },
    ...{ createdAt: draft.createdAt, filling: { fields: draft.fields, pictures: draft.pictures ?? {} } },
  };

/** A document of a case: once it is issued, as it was issued. */
const ofCase =
  (name: CaseDraft): Make<PenaltyCase> =>
  async (record, letterhead, at) => {
    if (at) return draftSource(await keptAt(record._id, name, at), letterhead);
    const draft = CASE_DRAFTS[name](record, letterhead);
    const issued = draft?.at ? await keptAt(record._id, name, draft.at) : null;
    return draftSource(issued ?? draft, letterhead);
  };
const gathered =
  <R>(gather: Gather<R>): Make<R> =>
  async (record, letterhead) =>
    draftSource(await gather(record, letterhead), letterhead);
const each = <N extends string, M>(names: readonly N[], made: (name: N) => M) =>
  Object.fromEntries(names.map((name) => [name, made(name)])) as Record<N, M>;

type Row = Readonly<Partial<Record<DocumentName, Make<never>>>>;

/** By the word in addresses; made when asked for, since the lists of a case's file tell of every other document. */
const ROWS: Readonly<Record<string, () => Row>> = {
  'site-records': () => ({ siteRecord, supplement, sampling }),
  interviews: () => ({ interview }),
  orders: () => ({ order, serviceReceipt: receipt('order') }),
  'spot-penalties': () => ({ spotPenalty, serviceReceipt: receipt('spotPenalty') }),
  'evidence-holds': () => ({ evidenceHold, holdDisposal, serviceReceipt: receipt('evidenceHold') }),
  penalties: () => ({
    ...{ ...each(Object.keys(CASE_DRAFTS) as CaseDraft[], ofCase), dailyPenalty: gathered(dailyPenalty) },
    ...{ evidenceList: gathered(evidenceList), fileIndex: gathered(fileIndex) },
  }),
  hearings: () => ({
    hearingNotice: gathered(HEARING_DRAFTS.hearingNotice),
    hearingMinutes: gathered(HEARING_DRAFTS.hearingMinutes),
    hearingReport: gathered(HEARING_DRAFTS.hearingReport),
  }),
  discussions: () => ({ discussionRecord: gathered(DISCUSSION_DRAFTS.discussionRecord) }),
};

const rowOf = (path: string): Row => (Object.hasOwn(ROWS, path) ? ROWS[path]?.() : undefined) ?? {};

/** The document of this name, as the record stands; null when the record gives none. */
export async function sourceFor(
  path: string,
  name: DocumentName,
  record: unknown,
  letterhead: Letterhead,
  at?: Date,
): Promise<Source | null> {
  const make = rowOf(path)[name] as Make<unknown> | undefined;
  return (await make?.(record, letterhead, at)) ?? null;
}

/** Words in addresses of records that give documents. */
export const DOCUMENT_PATHS: readonly string[] = Object.keys(ROWS);
/** Every document that a record of this path can give, in the order of its file. */
export const documentsGivenBy = (path: string): DocumentName[] => Object.keys(rowOf(path)) as DocumentName[];
