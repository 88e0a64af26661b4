import mongoose from 'mongoose';
import { type Actor, visibleTo } from '../core/access';
import { defineStore, isDuplicateKey, type Stored, whenDated } from '../core/journal';
import { type Audit } from './audit.schema';
import { frameHashOf, type FrameRecord, plainFrame } from './sampling';

export const audits = defineStore<Audit>('audits', {
  live: true,
  numbered: true,
  indexes: [
    [{ plannedAt: -1 }],
    [{ auditors: 1, status: 1 }],
    [{ head: 1, status: 1 }],
    [{ unit: 1, plannedAt: -1 }],
    whenDated('wakeAt'),
    /** Who may see a photo: the records that hold it. */
    [{ 'findings.reply.evidence': 1 }],
    [{ 'rectified.photos': 1 }],
  ],
});

/** What could have been drawn, under the hash of its content: written once, never changed, shared by whoever drew from the same. */
interface Frame {
  _id: string;
  records: FrameRecord[];
}
const schema = new mongoose.Schema(
  { _id: String },
  { strict: false, versionKey: false, autoIndex: false, collection: 'audit_frames' },
);
const frames = (mongoose.models['audit_frames'] ?? mongoose.model('audit_frames', schema))
  .collection as unknown as mongoose.mongo.Collection<Frame>;

/** Keep a frame. @returns its hash */
export async function keepFrame(records: readonly FrameRecord[]): Promise<string> {
  const _id = frameHashOf(records);
  try {
    await frames.insertOne({ _id, records: plainFrame(records) });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return _id;
}

/** The records of a frame, or null. */
export const frameOf = async (hash: string): Promise<FrameRecord[] | null> =>
  (await frames.findOne({ _id: hash }))?.records ?? null;

const LISTED = { events: 0, outbox: 0, items: 0, strata: 0, findings: 0, seed: 0 } as const;
export type ListedAudit = Omit<Stored<Audit>, keyof typeof LISTED>;

/** Audits in the actor's scope, the latest plan first; who has to stay away is left out by the caller (maySeeAudit). */
export async function listAudits(actor: Actor, limit: number): Promise<ListedAudit[]> {
  const visible = visibleTo('seeAudit', actor);
  if (!visible) return [];
  return await audits.collection
    .find(visible as never, { projection: LISTED, sort: { plannedAt: -1 }, limit })
    .toArray();
}

/** Whether this photo proves a reply or a rectification in an audit that the actor conducts, answers for or decides about. */
export async function mayReadAuditPhoto(actor: Actor, hash: string): Promise<boolean> {
  const filter = {
    $and: [
      { $or: [{ 'findings.reply.evidence': hash }, { 'rectified.photos': hash }] },
      { $or: [{ auditors: actor.id }, { head: actor.id }, ...(actor.roles.includes('bureauLeader') ? [{}] : [])] },
    ],
  };
  return (await audits.collection.findOne(filter as never, { projection: { _id: 1 } })) !== null;
}
