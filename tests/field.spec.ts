import { shanghaiDay } from '../models/core/calendar';
import { faultOfChain, sealEvent } from '../models/field/chain';
import { type FieldEvent } from '../models/field/fieldEvent.schema';
import { examined, freshAside, type Sender, takenFrom } from '../models/field/merging';
import { basisOf, eventsWithin, told } from '../models/field/order';
import { receiptsWith } from '../models/field/record';
import { ARRIVAL, Writer } from './support/fieldWriter';

const NOW = new Date(ARRIVAL.getTime() + 3 * 3_600_000);
const nothingYet = { field: [], heads: [], officers: ['wang', 'zhang'], status: 'created' };

async function aPhone(): Promise<{ phone: Writer; sender: Sender }> {
  const phone = await Writer.of('wang');
  await phone.begin();
  const device = { _id: phone.device, person: 'wang', publicKey: phone.publicKey, revokedAt: null };
  return { phone, sender: { person: 'wang', device, now: NOW, sentAt: NOW, futureMs: 600_000 } };
}
const codesOf = async (events: readonly FieldEvent[], sender: Sender, record = nothingYet) =>
  takenFrom(record, await examined(events, sender)).refused.map(({ code }) => code);
const otherSignature = (event: FieldEvent, like: FieldEvent): FieldEvent => ({ ...event, signature: like.signature });

describe('a chain of events', () => {
  it('holds while every event continues the one before', async () => {
    const { phone } = await aPhone();
    expect(await faultOfChain(phone.events, undefined, phone.publicKey)).toEqual({ sound: 4 });
    expect(await faultOfChain(phone.events.slice(2), phone.events[1], phone.publicKey)).toEqual({ sound: 2 });
  });

  it('says which event broke it, and keeps those before', async () => {
    const { phone } = await aPhone();
    const [one, two, three] = phone.events as [FieldEvent, FieldEvent, FieldEvent];
    const verdict = (events: FieldEvent[]) => faultOfChain(events, undefined, phone.publicKey);
    expect(await verdict([one, { ...two, author: 'zhang' }, three])).toEqual({ sound: 1, fault: 'ALTERED' });
    expect(await verdict([one, three])).toEqual({ sound: 1, fault: 'GAP' });
    expect(await verdict([one, otherSignature(two, one)])).toEqual({ sound: 1, fault: 'BAD_SIGNATURE' });
  });
});

describe('what a phone sends', () => {
  it('is taken once, in whatever order it comes', async () => {
    const { phone, sender } = await aPhone();
    const mixed = [...phone.events].reverse();
    const { accepted, refused } = takenFrom(nothingYet, await examined([...mixed, ...mixed], sender));
    expect([accepted.map(({ seq }) => seq), refused]).toEqual([[1, 2, 3, 4], []]);
  });

  it('is refused by name where a byte was changed, and what follows waits', async () => {
    const { phone, sender } = await aPhone();
    const [one, two, three, four] = phone.events as [FieldEvent, FieldEvent, FieldEvent, FieldEvent];
    const altered = { ...two, data: { ...two.data, certificateNo: 'ZF-wanh' } };
    expect(await codesOf([one, altered, three, four], sender)).toEqual(['ALTERED', 'GAP', 'GAP']);
  });

  it('is not vouched for by a later signature that it is not linked to', async () => {
    const { phone, sender } = await aPhone();
    const [one, , , four] = phone.events as [FieldEvent, FieldEvent, FieldEvent, FieldEvent];
    expect(await codesOf([otherSignature(one, four), four], sender)).toEqual(['BAD_SIGNATURE', 'GAP']);
  });

  it('is refused from the future, from a stopped or unknown phone, and in another name', async () => {
    const { phone, sender } = await aPhone();
    const past = new Date(ARRIVAL.getTime() - 86_400_000);
    const device = sender.device!;
    const [first] = phone.events as [FieldEvent];
    expect(await codesOf([first], { ...sender, now: past })).toEqual(['FUTURE']);
    expect(await codesOf([first], { ...sender, device: { ...device, revokedAt: past } })).toEqual(['REVOKED_DEVICE']);
    expect(await codesOf([first], { ...sender, device: null })).toEqual(['UNKNOWN_DEVICE']);
    expect(await codesOf([first], { ...sender, person: 'li', device: { ...device, person: 'li' } })).toEqual([
      'FOREIGN_AUTHOR',
    ]);
  });

  it('is refused from an officer who is no longer sent, and once the record is locked', async () => {
    const { phone, sender } = await aPhone();
    const [first] = phone.events as [FieldEvent];
    expect(await codesOf([first], sender, { ...nothingYet, officers: ['zhang'] })).toEqual(['NOT_OFFICER']);
    expect(await codesOf([first], sender, { ...nothingYet, status: 'locked' })).toEqual(['LOCKED']);
  });
});

describe('what would do harm later', () => {
  it('is not taken: an id that stands already, and more bytes than one event may have', async () => {
    const { phone, sender } = await aPhone();
    const [one] = phone.events as [FieldEvent];
    const again = await sealEvent({ ...one, uptimeMs: 9 }, phone.events.at(-1), phone.key);
    expect(await codesOf([...phone.events, again], sender)).toEqual(['ODD']);
    const long = await sealEvent({ ...one, data: { text: '字'.repeat(3_000) } }, undefined, phone.key);
    expect(await codesOf([long], sender)).toEqual(['TOO_LARGE']);
  });

  it('is not kept twice when it comes twice', async () => {
    const { phone } = await aPhone();
    const [one, two] = phone.events as [FieldEvent, FieldEvent];
    const [first, second] = [
      { event: one, code: 'LOCKED' as const },
      { event: two, code: 'LOCKED' as const },
    ];
    expect(freshAside({ aside: [first] }, [first, second])).toEqual([second]);
  });
});

it('keeps of many receipts the first and the last of each phone and day', () => {
  const at = (hour: number) => new Date(ARRIVAL.getTime() + hour * 3_600_000);
  let receipts = [{ device: 'b', upTo: 1, at: at(0) }];
  for (let n = 0; n < 500; n += 1) receipts = receiptsWith(receipts, { device: 'a', upTo: n + 1, at: at(n / 10) });
  expect(receipts).toHaveLength(200);
  expect(receipts[0]).toMatchObject({ device: 'b' });
  const lastOf = (day: string) => receipts.filter((one) => shanghaiDay(one.at) === day).at(-1)?.upTo;
  expect(['2026-03-02', '2026-03-03', '2026-03-04'].map(lastOf)).toEqual([150, 390, 500]);
});

describe('the order in which events are told', () => {
  it('is that of the true time, and never against the order in which a phone wrote them', async () => {
    const { phone } = await aPhone();
    phone.behindMs = 86_400_000;
    await phone.say('clock');
    expect(told([...phone.events].reverse()).map(({ event }) => event.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('lets a reading name exactly what was known to it', async () => {
    const { phone } = await aPhone();
    const basis = basisOf(phone.events);
    await phone.say('clock');
    expect(eventsWithin(phone.events, basis)?.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(eventsWithin(phone.events.slice(0, 3), basis)).toBeUndefined();
  });
});
