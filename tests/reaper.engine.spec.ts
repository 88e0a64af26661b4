import mongoose, { Schema } from 'mongoose';
import { reap } from '../models/core/reaper';
import { useDatabase } from './support/database';

const Ticket = mongoose.model(
  'ReaperTicket',
  new Schema({ _id: String, expireAt: Date, kept: Boolean }).index({ expireAt: 1 }, { expireAfterSeconds: 0 }),
  'reaperTickets',
);
const Draft = mongoose.model(
  'ReaperDraft',
  new Schema({ _id: String, touchedAt: Date, sent: Boolean }).index(
    { touchedAt: 1 },
    { expireAfterSeconds: 60, partialFilterExpression: { sent: true } },
  ),
  'reaperDrafts',
);
const Record = mongoose.model('ReaperRecord', new Schema({ _id: String, expireAt: Date }), 'reaperRecords');

const NOW = new Date('2026-03-01T08:00:00Z');
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1_000);

describe('the reaper', () => {
  useDatabase();

  it('removes what has expired by now and nothing that has not', async () => {
    await Ticket.insertMany([
      { _id: 'past', expireAt: ago(1) },
      { _id: 'now', expireAt: NOW },
      { _id: 'soon', expireAt: ago(-1) },
    ]);
    await Ticket.create({ _id: 'never', expireAt: null });
    expect(await reap(NOW)).toMatchObject({ reaperTickets: 2 });
    expect(await Ticket.distinct('_id')).toEqual(['never', 'soon']);
  });

  it('adds the declared seconds and honours the condition of a partial index', async () => {
    await Draft.insertMany([
      { _id: 'old sent', touchedAt: ago(61), sent: true },
      { _id: 'young sent', touchedAt: ago(59), sent: true },
      { _id: 'old unsent', touchedAt: ago(9_999), sent: false },
    ]);
    expect(await reap(NOW)).toMatchObject({ reaperDrafts: 1 });
    expect(await Draft.distinct('_id')).toEqual(['old unsent', 'young sent']);
  });

  it('leaves collections without a declared expiry alone', async () => {
    await Record.create({ _id: 'r', expireAt: ago(9_999) });
    expect(Object.keys(await reap(NOW))).not.toContain('reaperRecords');
    expect(await Record.countDocuments()).toBe(1);
  });

  it('works through a backlog in batches', async () => {
    await Ticket.insertMany(Array.from({ length: 2_500 }, (_, n) => ({ _id: `t${n}`, expireAt: ago(n + 1) })));
    expect(await reap(NOW)).toMatchObject({ reaperTickets: 2_500 });
    expect(await Ticket.countDocuments()).toBe(0);
  });
});
