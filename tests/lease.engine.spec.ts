import mongoose from 'mongoose';
import { finishSlot, lastFinishedSlot, releaseSlot, takeSlot } from '../models/core/lease';
import { useDatabase } from './support/database';

const MINUTE = 60_000;
const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 0, minute));
const SLOT = at(0).toISOString();

describe('a slot of a job', () => {
  useDatabase();

  it('goes to exactly one of thirty who ask at once', async () => {
    const owners = Array.from({ length: 30 }, (_, index) => `p${index}`);
    const taken = await Promise.all(owners.map((owner) => takeSlot('digest', SLOT, owner, at(0), MINUTE)));
    expect(taken.filter(Boolean)).toHaveLength(1);
  });

  it('is not given to another while its owner has time left', async () => {
    expect(await takeSlot('digest', SLOT, 'a', at(0), 5 * MINUTE)).toBe(true);
    expect(await takeSlot('digest', SLOT, 'b', at(4), 5 * MINUTE)).toBe(false);
    expect(await takeSlot('digest', SLOT, 'a', at(4), 5 * MINUTE)).toBe(false);
  });

  it('passes to exactly one other when its owner has disappeared', async () => {
    await takeSlot('digest', SLOT, 'a', at(0), 5 * MINUTE);
    const taken = await Promise.all(['b', 'c', 'd'].map((owner) => takeSlot('digest', SLOT, owner, at(5), 5 * MINUTE)));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(await finishSlot('digest', SLOT, 'a', at(6))).toBe(false);
  });

  it('passes to another at once when it is given back', async () => {
    await takeSlot('digest', SLOT, 'a', at(0), 60 * MINUTE);
    await releaseSlot('digest', SLOT, 'a', at(1));
    expect(await takeSlot('digest', SLOT, 'b', at(1), MINUTE)).toBe(true);
  });

  it('is never given out again once finished', async () => {
    await takeSlot('digest', SLOT, 'a', at(0), MINUTE);
    expect(await finishSlot('digest', SLOT, 'a', at(0))).toBe(true);
    await releaseSlot('digest', SLOT, 'a', at(1));
    expect(await takeSlot('digest', SLOT, 'b', at(50), MINUTE)).toBe(false);
  });

  it('is independent of other slots and other jobs', async () => {
    await takeSlot('digest', SLOT, 'a', at(0), MINUTE);
    expect(await takeSlot('digest', at(1).toISOString(), 'b', at(1), MINUTE)).toBe(true);
    expect(await takeSlot('reminders', SLOT, 'b', at(0), MINUTE)).toBe(true);
  });

  it('tells a starting process which bell was answered last, in whatever order they were', async () => {
    expect(await lastFinishedSlot('digest')).toBeNull();
    for (const minute of [1, 2, 0]) {
      await takeSlot('digest', at(minute).toISOString(), 'a', at(minute), MINUTE);
      await finishSlot('digest', at(minute).toISOString(), 'a', at(minute));
    }
    await takeSlot('digest', at(3).toISOString(), 'a', at(3), MINUTE);
    expect(await lastFinishedSlot('digest')).toBe(at(2).toISOString());
  });

  it('is declared to be cleared away a month later, its job is not', async () => {
    await takeSlot('digest', SLOT, 'a', at(0), MINUTE);
    await finishSlot('digest', SLOT, 'a', at(0));
    const { slot_leases: slots, jobs } = mongoose.models;
    const stored = await slots!.collection.findOne({});
    expect(stored?.['expireAt']).toEqual(new Date(at(1).getTime() + 30 * 24 * 60 * MINUTE));
    expect(slots!.schema.indexes()).toContainEqual([
      { expireAt: 1 },
      expect.objectContaining({ expireAfterSeconds: 0 }),
    ]);
    expect(jobs!.schema.indexes()).toEqual([]);
  });

  it('reports a database that is not there as what it is', async () => {
    const tooLong = 'x'.repeat(17 * 1024 * 1024);
    await expect(takeSlot('digest', tooLong, 'a', at(0), MINUTE)).rejects.toThrow();
  });
});
