import mongoose from 'mongoose';
import { CLOCK } from '../models/core/access';
import { verifyAudit } from '../models/core/auditLog';
import {
  addressOf,
  contactMasked,
  maskName,
  maskPhone,
  openVault,
  referenceOf,
  resealOld,
  revealIdentity,
  sealIdentity,
} from '../models/core/identityVault';
import { useDatabase } from './support/database';

const now = new Date('2026-03-01T08:00:00Z');
const NAME = '乐阿婆';
const PHONE = '13957201234';
const USER = 'rural-0017';
const key = (fill: number) => Buffer.alloc(32, fill);
const pepper = Buffer.alloc(32, 9);
const withKeys = (current: string, keys: Record<string, Buffer>) => openVault({ current, keys, pepper });
const refusal = (code: string, words = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(words) as string }) as Error;

const reveal = (reason = '需要电话核实现场位置') => ({
  reason,
  context: { actor: { ...CLOCK, id: 'officer-1' }, now, door: 'page' as const, requestId: 'r1' },
  subject: { type: 'petition', id: 'p1' },
});
const stored = () => mongoose.connection.collection<{ _id: string }>('identity_vault');
const audit = () => mongoose.connection.collection('audit_log').find().toArray();
async function everythingStored(): Promise<[string, string][]> {
  const collections = (await mongoose.connection.db?.collections()) ?? [];
  return Promise.all(
    collections.map(
      async (one) => [one.collectionName, JSON.stringify(await one.find().toArray())] as [string, string],
    ),
  );
}

it('refuses to work before it is opened', () => {
  expect(() => referenceOf(USER)).toThrow(refusal('UNAVAILABLE', '系统管理员'));
});

it.each([
  ['a short key', () => withKeys('k1', { k1: Buffer.alloc(16) })],
  ['a current key that is not there', () => withKeys('k2', { k1: key(1) })],
  ['a short pepper', () => openVault({ current: 'k1', keys: { k1: key(1) }, pepper: Buffer.alloc(8) })],
])('does not open with %s', (_, open) => {
  expect(open).toThrow(/身份保险库/);
});

describe('the identity vault', () => {
  useDatabase();
  beforeEach(() => withKeys('k1', { k1: key(1) }));

  it('gives the same user the same reference, which another pepper would not give', async () => {
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    expect(ref).toMatch(/^ref:[0-9a-f]{24}$/);
    expect(await sealIdentity({ userId: USER, name: NAME }, now)).toBe(ref);
    expect(referenceOf(USER)).toBe(ref);
    openVault({ current: 'k1', keys: { k1: key(1) }, pepper: Buffer.alloc(32, 8) });
    expect(referenceOf(USER)).not.toBe(ref);
  });

  it('does not write again what it already holds', async () => {
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    const before = await stored().findOne({ _id: ref });
    await sealIdentity({ userId: USER, name: NAME }, new Date('2026-04-01T00:00:00Z'));
    expect(await stored().findOne({ _id: ref })).toEqual(before);
  });

  it('gives a person without an account a new reference each time', async () => {
    const [first, second] = [await sealIdentity({ phone: PHONE }, now), await sealIdentity({ phone: PHONE }, now)];
    expect(first).not.toBe(second);
    expect(await addressOf(first)).toBeNull();
  });

  it('joins what is added later to what it knew', async () => {
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    await sealIdentity({ userId: USER, phone: PHONE, consent: true }, now);
    await sealIdentity({ userId: USER }, now);
    expect(await revealIdentity(ref, reveal())).toEqual({ name: NAME, phone: PHONE });
    expect(await stored().findOne({ _id: ref })).toMatchObject({ consent: true, createdAt: now });
  });

  it('loses nothing when the same person is put away several times at once', async () => {
    const parts = [{ name: NAME }, { phone: PHONE }, {}];
    const refs = await Promise.all(parts.map((part) => sealIdentity({ userId: USER, ...part }, now)));
    expect(new Set(refs).size).toBe(1);
    expect(await revealIdentity(refs[0]!, reveal())).toEqual({ name: NAME, phone: PHONE });
  });

  it('loses nothing when a known person adds several things at once', async () => {
    const ref = await sealIdentity({ userId: USER }, now);
    await Promise.all([{ name: NAME }, { phone: PHONE }].map((part) => sealIdentity({ userId: USER, ...part }, now)));
    expect(await revealIdentity(ref, reveal())).toEqual({ name: NAME, phone: PHONE });
  });

  it('leaves name, telephone and userid readable in no collection, its own and the audit log included', async () => {
    const ref = await sealIdentity({ userId: USER, name: NAME, phone: PHONE }, now);
    await revealIdentity(ref, reveal(`回拨 ${PHONE} 核实`));
    await contactMasked(ref);
    const texts = await everythingStored();
    expect(texts.map(([name]) => name)).toEqual(expect.arrayContaining(['identity_vault', 'audit_log']));
    const leaks = texts.filter(([, text]) =>
      [NAME, PHONE, USER, Buffer.from(PHONE).toString('base64').slice(0, 12)].some((secret) => text.includes(secret)),
    );
    expect(leaks).toEqual([]);
  });

  it('finds the address for delivery, and none behind an unknown reference', async () => {
    expect(await addressOf(await sealIdentity({ userId: USER }, now))).toBe(USER);
    expect(await addressOf('ref:000000000000000000000000')).toBeNull();
  });

  it('reveals only with a reason, and writes who, why and for which record before it answers', async () => {
    const ref = await sealIdentity({ userId: USER, name: NAME, phone: PHONE }, now);
    await expect(revealIdentity(ref, reveal('  看看 '))).rejects.toEqual(refusal('INVALID_INPUT', '事由'));
    await expect(revealIdentity(ref, reveal('理'.repeat(201)))).rejects.toEqual(refusal('INVALID_INPUT'));
    expect(await audit()).toEqual([]);
    await revealIdentity(ref, reveal());
    expect(await audit()).toMatchObject([
      {
        actor: 'officer-1',
        action: 'identity.reveal',
        objectType: 'petition',
        objectId: 'p1',
        result: 'revealed',
        reason: '需要电话核实现场位置',
        door: 'page',
        requestId: 'r1',
        at: now,
      },
    ]);
    expect(await verifyAudit()).toMatchObject({ ok: true, count: 1 });
  });

  it('reveals nothing when the log cannot be written', async () => {
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    const unloggable = { ...reveal(), subject: { type: '', id: 'p1' } };
    await expect(revealIdentity(ref, unloggable)).rejects.toThrow();
  });

  it('says that an anonymous petition has no identity', async () => {
    await expect(revealIdentity('ref:none', reveal())).rejects.toEqual(refusal('NOT_FOUND', '匿名'));
    await expect(contactMasked('ref:none')).rejects.toEqual(refusal('NOT_FOUND', '匿名'));
  });

  it('shows a masked contact', async () => {
    expect(await contactMasked(await sealIdentity({ name: NAME, phone: PHONE }, now))).toEqual({
      name: '乐**',
      phone: '139****1234',
    });
    expect(await contactMasked(await sealIdentity({ userId: USER }, now))).toEqual({ name: null, phone: null });
    expect([maskName('𠮷野'), maskPhone('2021-234')]).toEqual(['𠮷**', '****34']);
  });

  it.each([
    ['cipher', 'QUFBQQ=='],
    ['tag', 'AAAAAAAAAAAAAAAAAAAAAA=='],
    ['tag', 'AAAA'],
    ['iv', 'AAAAAAAAAAAAAAAA'],
  ])('answers an altered %s with a clear refusal, and logs the failed reading', async (field, value) => {
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    await stored().updateOne({ _id: ref }, { $set: { [field]: value } });
    await expect(revealIdentity(ref, reveal())).rejects.toEqual(refusal('UNAVAILABLE', '安全管理员'));
    await expect(addressOf(ref)).rejects.toEqual(refusal('UNAVAILABLE'));
    expect(await audit()).toMatchObject([{ result: 'failed', action: 'identity.reveal' }]);
  });

  it('does not open a cipher that was moved to another reference', async () => {
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    const other = await sealIdentity({ userId: 'other', name: '别人' }, now);
    const { _id, ...closed } = (await stored().findOne({ _id: ref }))!;
    await stored().updateOne({ _id: other }, { $set: closed });
    await expect(addressOf(other)).rejects.toEqual(refusal('UNAVAILABLE'));
  });

  it.each([
    ['nothing', {}],
    ['an impossible telephone number', { phone: '打我电话' }],
    ['a very long name', { name: '名'.repeat(51) }],
    ['an unknown field', { name: NAME, idCard: '330902' }],
  ])('refuses %s', async (_, input) => {
    await expect(sealIdentity(input, now)).rejects.toEqual(refusal('INVALID_INPUT'));
    expect(await stored().countDocuments()).toBe(0);
  });
});

describe('a change of keys', () => {
  useDatabase();
  const both = { k1: key(1), k2: key(2) };

  it('leaves old identities readable and moves them to the new key', async () => {
    withKeys('k1', { k1: key(1) });
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    withKeys('k2', both);
    expect(await addressOf(ref)).toBe(USER);
    expect(await resealOld(10)).toEqual({ resealed: 1, failed: [] });
    expect(await resealOld(10)).toEqual({ resealed: 0, failed: [] });
    withKeys('k2', { k2: key(2) });
    expect(await addressOf(ref)).toBe(USER);
  });

  it('moves an identity by itself when the person is put away again', async () => {
    withKeys('k1', both);
    const ref = await sealIdentity({ userId: USER, name: NAME }, now);
    withKeys('k2', both);
    await sealIdentity({ userId: USER, name: NAME }, now);
    expect(await stored().findOne({ _id: ref })).toMatchObject({ keyId: 'k2' });
  });

  it('names what it could not open, and goes on with the rest', async () => {
    withKeys('k1', both);
    const [bad, good] = [await sealIdentity({ userId: 'a' }, now), await sealIdentity({ userId: 'b' }, now)];
    await stored().updateOne({ _id: bad }, { $set: { tag: '' } });
    withKeys('k2', both);
    expect(await resealOld(10)).toEqual({ resealed: 1, failed: [bad] });
    expect(await addressOf(good)).toBe('b');
  });

  it('says which key is missing when an old one was thrown away too early', async () => {
    withKeys('k1', { k1: key(1) });
    const ref = await sealIdentity({ userId: USER }, now);
    withKeys('k2', { k2: key(2) });
    await expect(addressOf(ref)).rejects.toMatchObject({ code: 'UNAVAILABLE', details: { keyId: 'k1' } });
  });
});
