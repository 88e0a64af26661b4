/**
 * What became of each message to people on a roll: noted → accepted by DingTalk → delivered → read. Written beside the journal,
 * without raising the version, for twenty people in one round trip. Commands never write `tellings`.
 */
import { changes } from '../core/journal';
import { type Telling } from './alertRecipient.schema';
import { recipients } from './alertRecipient.store';
import { touchRecipients } from './tally.store';

async function told(ids: readonly string[]): Promise<void> {
  await touchRecipients(ids);
  ids.forEach((id) => changes.emit('changed', recipients.name, id));
}

/** One message of one person. */
export interface Of {
  recipient: string;
  telling: string;
}

/** Note that these messages are about to go out, each with the outbox entry that owes it: whoever finds the note did not send it. */
export async function noteTellings(
  noted: readonly { recipient: string; entry: string; telling: Telling }[],
): Promise<void> {
  if (noted.length === 0) return;
  await recipients.collection.bulkWrite(
    noted.map(({ recipient, entry, telling }) => ({
      updateOne: {
        filter: { _id: recipient, 'tellings.id': { $ne: telling.id } },
        update: { $set: { 'outbox.$[owed].tried': true }, $push: { tellings: telling } },
        arrayFilters: [{ 'owed.id': entry }],
      },
    })),
    { ordered: false },
  );
}

/** The first moments stay; later ones do not move them. */
const first = (field: string, at: Date) => ({ [field]: { $ifNull: [`$${field}`, at] } });
const mark = (id: string, marks: object) => ({
  $map: {
    input: '$tellings',
    in: { $cond: [{ $eq: ['$$this.id', id] }, { $mergeObjects: ['$$this', marks] }, '$$this'] },
  },
});

/** DingTalk has taken these messages, all under one handle. */
export async function markAccepted(of: readonly Of[], handle: string | null, at: Date): Promise<void> {
  if (of.length === 0) return;
  await recipients.collection.bulkWrite(
    of.map(({ recipient, telling }) => ({
      updateOne: {
        filter: { _id: recipient },
        update: [
          {
            $set: {
              tellings: mark(telling, { handle, acceptedAt: at }),
              ...first('acceptedAt', at),
              unreachable: null,
            },
          },
        ],
      },
    })),
    { ordered: false },
  );
  await told(of.map(({ recipient }) => recipient));
}

/** These messages did not arrive; `lost` says why nobody else of this round will try either, null while another way follows. */
export async function markFailed(of: readonly Of[], reason: string, lost: string | null): Promise<void> {
  if (of.length === 0) return;
  await recipients.collection.bulkWrite(
    of.map(({ recipient, telling }) => ({
      updateOne: {
        filter: { _id: recipient },
        update: [
          {
            $set: {
              tellings: mark(telling, { failed: reason }),
              // One message that arrived is enough: an earlier round's stands.
              ...(lost ? { unreachable: { $cond: [{ $gt: ['$acceptedAt', null] }, '$unreachable', lost] } } : {}),
            },
          },
        ],
      },
    })),
    { ordered: false },
  );
  await told(of.map(({ recipient }) => recipient));
}

/** Forget messages that certainly did not go out, so that they may be tried again. */
export async function dropTellings(of: readonly (Of & { entry: string })[]): Promise<void> {
  if (of.length === 0) return;
  await recipients.collection.bulkWrite(
    of.map(({ recipient, entry, telling }) => ({
      updateOne: {
        filter: { _id: recipient },
        update: { $set: { 'outbox.$[owed].tried': false }, $pull: { tellings: { id: telling, acceptedAt: null } } },
        arrayFilters: [{ 'owed.id': entry }],
      },
    })),
    { ordered: false },
  );
}

/** Nobody reached this person at all. */
export async function markUnreachable(ids: readonly string[], reason: string): Promise<void> {
  if (ids.length === 0) return;
  await recipients.collection.updateMany(
    { _id: { $in: [...ids] }, acceptedAt: null },
    { $set: { unreachable: reason } },
  );
  await told(ids);
}

/** What a receipt says of one person. */
export interface Receipt {
  recipient: string;
  deliveredAt: Date;
  readAt: Date | null;
}

/** Delivered, and perhaps read; the first moments stay. */
export async function markReceipts(receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const { modifiedCount } = await recipients.collection.bulkWrite(
    receipts.map(({ recipient, deliveredAt, readAt }) => ({
      updateOne: {
        filter: { _id: recipient, ...(readAt ? { readAt: null } : { deliveredAt: null }) },
        update: [{ $set: { ...first('deliveredAt', deliveredAt), ...(readAt ? first('readAt', readAt) : {}) } }],
      },
    })),
    { ordered: false },
  );
  if (modifiedCount > 0) await told(receipts.map(({ recipient }) => recipient));
}

/** Everybody who was told under this handle: id on the roll, actor id, and which telling it was. */
export async function toldUnder(handle: string): Promise<(Of & { person: string })[]> {
  const found = await recipients.collection
    .find({ 'tellings.handle': handle } as never, { projection: { person: 1, tellings: 1 }, limit: 1_000 })
    .toArray();
  return found.map(({ _id, person, tellings }) => ({
    recipient: String(_id),
    person,
    telling: tellings.find((one) => one.handle === handle)?.id ?? '',
  }));
}

/** The place on a roll of this person, if they were told under this handle. */
export async function toldTo(handle: string, person: string): Promise<string | null> {
  const found = await recipients.collection.findOne({ 'tellings.handle': handle, person } as never, {
    projection: { _id: 1 },
  });
  return found ? String(found._id) : null;
}

/** Handles of one alert under which somebody has not read, with the way and when it went out. */
export async function openHandles(alert: string): Promise<{ handle: string; way: Telling['way']; at: Date }[]> {
  const groups = await recipients.collection
    .aggregate<{ _id: { handle: string; way: Telling['way'] }; at: Date }>([
      { $match: { alert, readAt: null } },
      { $project: { tellings: 1 } },
      { $unwind: '$tellings' },
      { $match: { 'tellings.handle': { $gt: '' }, 'tellings.acceptedAt': { $gt: new Date(0) } } },
      { $group: { _id: { handle: '$tellings.handle', way: '$tellings.way' }, at: { $min: '$tellings.acceptedAt' } } },
      { $sort: { at: -1 } },
    ])
    .toArray();
  return groups.map(({ _id, at }) => ({ ..._id, at }));
}
