/**
 * Documents of a case as they were issued: what a document says is frozen by the very write that makes it (an entry of the record's
 * outbox), so a server that dies in between loses nothing, and what is changed later in the case changes no paper that is out. One entry
 * per document and moment; together they are its history.
 */
import mongoose from 'mongoose';
import { isDuplicateKey } from '../../core/journal';
import { each, type Handler, type OwedEntry } from '../../core/outbox';
import { type Command, type Effect } from '../../core/workflow';
import { type CaseNumbered, caseNumber } from '../../template/numbering';
import { type Fields } from '../../template/outline';
import { type DocumentName } from '../../template/template.schema';
import { letterhead } from '../../template/template.store';
import { CASE_DRAFTS, type CaseDraft } from '../penalty.documents';
import { type PenaltyCase } from '../penalty.schema';
import { type Drafted } from './words';

export interface KeptDocument extends Omit<Drafted, 'pictures' | 'at'> {
  /** `<case>:<name>:<moment in ms>`. */
  _id: string;
  case: string;
  name: DocumentName;
  at: Date;
  keptAt: Date;
}

const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'case_documents' },
);
schema.index({ case: 1, name: 1, at: 1 });
const kept = (mongoose.models['case_documents'] ?? mongoose.model('case_documents', schema))
  .collection as unknown as mongoose.mongo.Collection<KeptDocument>;

const keyOf = (record: string, name: DocumentName, at: Date) => `${record}:${name}:${String(at.getTime())}`;

/** As it was issued at this moment; null where it has not been put away yet. */
export const keptAt = (record: string, name: DocumentName, at: Date): Promise<KeptDocument | null> =>
  kept.findOne({ _id: keyOf(record, name, at) });

/** Every edition that was issued, of one document or of all, the oldest first. Without what they say. */
export const keptOf = (record: string, name?: DocumentName): Promise<Omit<KeptDocument, 'fields'>[]> =>
  kept
    .find({ case: record, ...(name ? { name } : {}) }, { projection: { fields: 0 }, sort: { at: 1 }, limit: 500 })
    .toArray();

const NAMES = Object.keys(CASE_DRAFTS) as CaseDraft[];

/** An entry for every document that this change issues: one that has a day, and had none or another before. */
export function issued(before: PenaltyCase, after: PenaltyCase): Effect[] {
  const head = letterhead();
  return NAMES.flatMap((name): Effect[] => {
    const made = CASE_DRAFTS[name](after, head);
    if (!made?.at || made.at.getTime() === CASE_DRAFTS[name](before, head)?.at?.getTime()) return [];
    const { no, authority, at, createdAt, fields } = made;
    return [{ kind: 'penalty.document', lane: 'document', data: { name, no, authority, at, createdAt, fields } }];
  });
}

/** These commands, each with the documents that it issues among what follows from it. */
export const issuing = (commands: Record<string, Command<PenaltyCase>>): Record<string, Command<PenaltyCase>> =>
  Object.fromEntries(
    Object.entries(commands).map(([step, command]) => [
      step,
      {
        ...command,
        decide: (record, input, context, facts) => {
          const outcome = command.decide(record, input, context, facts);
          const papers = issued(record, outcome.document);
          return papers.length > 0 ? { ...outcome, effects: [...(outcome.effects ?? []), ...papers] } : outcome;
        },
      } satisfies Command<PenaltyCase>,
    ]),
  );

/** Papers whose number stands in no field of the case: they get it as they are put away, always the same one. */
const NUMBERED_HERE: readonly string[] = [
  'instalment',
  'demand',
  'courtApplication',
  'criminalTransfer',
] satisfies CaseNumbered[];
/** What names the number of the demand: its receipt bears it, the application to the court tells of it. */
const OF_DEMAND: Readonly<Partial<Record<DocumentName, string>>> = {
  demandReceipt: '文号',
  courtApplication: '催告文号',
};

async function withNumbers(document: KeptDocument): Promise<KeptDocument> {
  const { name, case: record, at, authority } = document;
  const tag = OF_DEMAND[name];
  const demand = tag ? (await keptOf(record, 'demand')).at(-1)?.no : undefined;
  const told = { ...document, fields: { ...document.fields, ...(tag && demand ? { [tag]: demand } : {}) } };
  if (tag === '文号' && demand) return { ...told, no: demand };
  if (!NUMBERED_HERE.includes(name)) return told;
  const no = await caseNumber(name as CaseNumbered, { record: document._id, authority }, at);
  return { ...told, no, fields: { ...told.fields, 文号: no } };
}

/** Put one issued document away; the same one again is the same entry. */
async function keep({ recordId, data }: OwedEntry, now: Date): Promise<void> {
  const { name, no, authority, at, createdAt, fields } = data as unknown as KeptDocument & { fields: Fields };
  const on = new Date(at);
  const document = { no, authority, at: on, createdAt: new Date(createdAt), fields, case: recordId, name, keptAt: now };
  await kept.insertOne(await withNumbers({ _id: keyOf(recordId, name, on), ...document })).catch((error: unknown) => {
    if (!isDuplicateKey(error)) throw error;
  });
}

/** Handlers of the local outbox. */
export const documentHandlers: Record<string, Handler> = { 'penalty.document': each(keep) };
