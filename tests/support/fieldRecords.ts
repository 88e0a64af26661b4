/** Field records as phones write them: signed chains in stored documents. */
import mongoose from 'mongoose';
import { makeDeviceKey, sealEvent } from '../../models/field/chain';
import { type FieldEvent } from '../../models/field/fieldEvent.schema';

/** A phone that writes one chain. */
export async function aPhone(device: string, author: string, record: string) {
  const { privateKey, publicKey } = await makeDeviceKey();
  const events: FieldEvent[] = [];
  let n = 0;
  return {
    ...{ device, publicKey, events },
    async write(type: string, data: Record<string, unknown>, at: Date): Promise<FieldEvent> {
      const id = `01J${String((n += 1)).padStart(23, '0')}`;
      const draft = { id, record, device, author, at: at.toISOString(), skewMs: 0, uptimeMs: n, boot: 'b', type };
      const event = await sealEvent({ ...draft, data } as never, events.at(-1), privateKey);
      events.push(event);
      return event;
    },
  };
}
export type Phone = Awaited<ReturnType<typeof aPhone>>;

/** Put a site record with these chains into the database, as it stands after a sync at `at`. */
export async function standingRecord(id: string, phones: readonly Phone[], at: Date): Promise<void> {
  const field = phones.flatMap(({ events }) => events);
  const receipts = phones.map(({ device, events }) => ({ device, upTo: events.length, at }));
  const journal = {
    ...{ updatedAt: at, outbox: [], sealed: 0, unsealedAt: null },
    events: [{ id: `e-${id}`, type: 'siteRecord.merged', at, by: 'wang', door: 'page', data: {} }],
  };
  const record = {
    _id: id,
    version: 1,
    status: 'open',
    county: '330903',
    officers: ['wang', 'zhang'],
    no: 'JC-2026-000001',
    arrivedAt: at,
  };
  const { db } = mongoose.connection;
  await db!
    .collection('site_records')
    .insertOne({ ...record, ...journal, field, receipts, aside: [], seed: null } as never);
  await db!
    .collection('devices')
    .insertMany(
      phones.map(({ device, publicKey }) => ({ _id: device, person: 'wang', publicKey, revokedAt: null })) as never,
    );
}
