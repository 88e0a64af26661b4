import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { permits } from '../models/core/access';
import { type AnnounceUpload, type Evidence } from '../models/evidence/evidence.schema';
import { receiveEvidence } from '../models/evidence/evidence.commands';
import { bitsBetween, quartersOf } from '../models/evidence/likeness';
import { inclusionOf, isIncluded, rootOf } from '../models/evidence/merkle';
import { headsOf } from '../models/evidence/merkleDay';
import { watermarkLines } from '../miniapp/evidence/watermark';
import { as } from './builders';
import { announcementOf, type Taking } from './support/evidence';

const now = new Date('2026-03-01T08:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ago = (ms: number) => new Date(now.getTime() - ms);
const bytes = Buffer.from('a photo');

/** What the server makes of a photo that just arrived. */
function received(taking: Taking = {}, clocks: Partial<AnnounceUpload['clocks']> = {}): Evidence {
  const looked = { told: [], likeness: null, twins: [], site: null, heardAt: now };
  const announced = announcementOf(bytes, now, taking);
  const sent = { ...announced, clocks: { ...announced.clocks, ...clocks } };
  return receiveEvidence(sent, looked, as('officer', 'wang', { now })).document;
}
const codes = (evidence: Evidence) => evidence.flags.map(({ code }) => code);
const clock = (at: Date, uptimeMs: number, boot = 'b') => ({ at: at.toISOString(), uptimeMs, boot });

describe('a photo that arrives', () => {
  it('in time, with clocks that agree, has no flag', () => {
    expect(codes(received())).toEqual([]);
  });

  it('a day after it was taken is late', () => {
    expect(codes(received({ takenAt: ago(23 * HOUR) }))).toEqual([]);
    expect(received({ takenAt: ago(30 * HOUR) }).flags).toEqual([{ code: 'LATE', why: '拍摄后30小时才收到。' }]);
  });

  it('from a phone whose clock is wrong all the time is not flagged: its difference was measured', () => {
    const wrong = (at: Date) => new Date(at.getTime() + 24 * HOUR);
    const clocks = { taken: clock(wrong(ago(HOUR)), 1_000), sent: clock(wrong(now), 1_000 + HOUR) };
    expect(codes(received({ takenAt: wrong(ago(HOUR)), skewMs: -24 * HOUR }, clocks))).toEqual([]);
    expect(codes(received({ takenAt: wrong(ago(HOUR)), skewMs: null }, clocks))).toEqual([]);
  });

  it('from a phone whose clock was turned between photo and sending is flagged', () => {
    const turned = { taken: clock(ago(30 * HOUR), 1_000), sent: clock(now, 1_000 + HOUR, 'other') };
    const flagged = received({ takenAt: ago(30 * HOUR), skewMs: 29 * HOUR }, turned);
    expect(flagged.flags).toEqual([{ code: 'CLOCK_TURNED', why: '拍摄前后手机与服务器的时差变动了约29小时。' }]);
  });

  it('from a page on which the clock went slower than the one nobody can turn is flagged; sleep is no turning', () => {
    const slower = { taken: clock(ago(10 * MINUTE), 0), sent: clock(now, 2 * HOUR) };
    expect(received({ takenAt: ago(10 * MINUTE), skewMs: null }, slower).flags).toEqual([
      { code: 'CLOCK_TURNED', why: '拍摄以后手机时间被调慢了约110分钟。' },
    ]);
    const slept = { taken: clock(ago(2 * HOUR), 0), sent: clock(now, MINUTE) };
    expect(codes(received({ takenAt: ago(2 * HOUR), skewMs: null }, slept))).toEqual([]);
  });

  it('that says it was taken after it arrived is flagged', () => {
    expect(codes(received({ takenAt: ago(-HOUR) }, { sent: clock(now, 0, 'x') }))).toEqual(['CLOCK_TURNED']);
  });
});

describe('a perceptual hash', () => {
  it('that differs in at most three bits shares a quarter', () => {
    const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
    const bits = fc.uniqueArray(fc.integer({ min: 0, max: 63 }), { maxLength: 3 });
    const hex = (value: bigint) => value.toString(16).padStart(16, '0');
    fc.assert(
      fc.property(hash, bits, (one, flipped) => {
        const other = flipped.reduce((value, bit) => value ^ (1n << BigInt(bit)), one);
        expect(bitsBetween(hex(one), hex(other))).toBe(flipped.length);
        expect(quartersOf(hex(one)).some((quarter) => quartersOf(hex(other)).includes(quarter))).toBe(true);
      }),
    );
  });
});

describe('a Merkle tree', () => {
  // RFC 6962 §2.1: the root of nothing, and the leaf's and node's first bytes.
  it('is hashed as in RFC 6962', () => {
    expect(rootOf([])).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    const leaf = (text: string) => createHash('sha256').update(`\x00${text}`).digest();
    const node = (...both: Buffer[]) =>
      createHash('sha256')
        .update(Buffer.concat([Buffer.from([1]), ...both]))
        .digest();
    expect(rootOf(['a'])).toBe(leaf('a').toString('hex'));
    expect(rootOf(['a', 'b', 'c'])).toBe(node(node(leaf('a'), leaf('b')), leaf('c')).toString('hex'));
  });

  it('proves each of its leaves, and no leaf at another place or changed', () => {
    const leaves = fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(leaves, fc.nat(), (all, chosen) => {
        const index = chosen % all.length;
        const [root, proof] = [rootOf(all), inclusionOf(all, index)];
        expect(isIncluded(proof, root)).toBe(true);
        expect(isIncluded({ ...proof, leaf: `${proof.leaf}!` }, root)).toBe(false);
        expect(isIncluded({ ...proof, index: all.length }, root)).toBe(false);
        if (all.length > 1) expect(isIncluded({ ...proof, index: (index + 1) % all.length }, root)).toBe(false);
        if (all.length > 1) expect(isIncluded({ ...proof, path: proof.path.slice(1) }, root)).toBe(false);
      }),
    );
  });
});

describe('the ends of a record’s chains', () => {
  it('are the same in whatever order its events came', () => {
    const events = ['d1', 'd2'].flatMap((device) =>
      [1, 2, 3].map((seq) => ({ device, seq, hash: `${device}-${seq}` })),
    );
    const expected = [
      { device: 'd1', seq: 3, hash: 'd1-3' },
      { device: 'd2', seq: 3, hash: 'd2-3' },
    ];
    expect(headsOf('siteRecord:x', events).heads).toEqual(expected);
    expect(headsOf('siteRecord:x', [...events].reverse()).heads).toEqual(expected);
  });
});

describe('the watermark', () => {
  const facts = {
    at: now.getTime(),
    skewMs: 0,
    place: '东海鱼粉',
    officer: '王示海',
    no: 'JC-1',
    demo: false,
  } as const;
  const position = { location: [122.31, 30.03], accuracy: 8 } as const;

  it('says when, where, who and for which record', () => {
    expect(watermarkLines({ ...facts, position })).toEqual([
      '2026/03/01 16:00:00（已校时）',
      '东海鱼粉',
      '122.31000, 30.03000 ±8米',
      '王示海　JC-1',
    ]);
  });

  it('says so when the clock was wrong or never measured, and when the position is missing or made up', () => {
    expect(watermarkLines({ ...facts, position, skewMs: 90_000 })[0]).toBe(
      '2026/03/01 16:01:30（手机时间慢90秒，已校正）',
    );
    expect(watermarkLines({ ...facts, position, skewMs: null })[0]).toContain('未校时');
    expect(watermarkLines({ ...facts, position: null })[2]).toBe('未取得位置');
    expect(watermarkLines({ ...facts, position: { ...position, mock: true } })[2]).toContain('模拟位置');
  });
});

describe('evidence', () => {
  it.each(['ruralSupervisor', 'enterprise', 'public', 'systemAdmin', 'auditor', 'staff'] as const)(
    'is not taken by the role %s',
    (role) => expect(permits('takeEvidence', as(role).actor)).toBe(false),
  );
  it.each(['officer', 'staff', 'systemAdmin', 'dutyOperator'] as const)('is not exported by the role %s', (role) =>
    expect(permits('exportRecord', as(role).actor)).toBe(false),
  );
});
