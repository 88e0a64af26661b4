import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { openVault } from '../models/core/identityVault';
import { rewrap, seal, type Sealed, unseal, unwrapKey } from '../models/core/sealing';

const [first, second, pepper] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const withKeys = (current: string, keys: Record<string, Buffer>) => openVault({ current, keys, pepper });

beforeEach(() => withKeys('k1', { k1: first }));

/** What a refusal with this code looks like to `toThrow`. */
const refused = (code: string) => expect.objectContaining({ code }) as Error;

const flipped = (text: string) => {
  const bytes = Buffer.from(text, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return bytes.toString('base64');
};

describe('sealed content', () => {
  it('opens to what was closed, bytes as bytes and objects as objects', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 900 }), fc.dictionary(fc.string(), fc.string())), (given) => {
        const plain = given instanceof Uint8Array ? Buffer.from(given) : given;
        expect(unseal('p', 'r', seal('p', 'r', plain))).toEqual(plain);
      }),
      { numRuns: 100 },
    );
  });

  it('has one size whatever it holds, when a size is given', () => {
    const sizes = ['短', '长'.repeat(300), ''].map((text) => {
      const { box, key } = seal('p', 'r', { text }, { padTo: 1024 });
      return [Buffer.from(box.cipher, 'base64').length, JSON.stringify(box).length, JSON.stringify(key).length];
    });
    expect(new Set(sizes.map(String)).size).toBe(1);
    expect(sizes[0]![0]).toBe(1024);
  });

  it('is refused in words when it does not fit its size', () => {
    expect(() => seal('p', 'r', { text: '长'.repeat(400) }, { padTo: 1024 })).toThrow(refused('TOO_LARGE'));
  });

  it('has a key of its own every time, so that equal content does not look equal', () => {
    const [one, other] = [seal('p', 'r', { a: 1 }), seal('p', 'r', { a: 1 })];
    expect(one.box.cipher).not.toBe(other.box.cipher);
    expect(unwrapKey('p', 'r', one.key)).not.toEqual(unwrapKey('p', 'r', other.key));
  });

  it.each<[string, (sealed: Sealed) => unknown]>([
    ['for another purpose', (sealed) => unseal('q', 'r', sealed)],
    ['on another record', (sealed) => unseal('p', 's', sealed)],
    ['with the key of another', (sealed) => unseal('p', 'r', { ...sealed, key: seal('p', 'r', {}).key })],
    [
      'with one byte altered',
      ({ box, key }) => unseal('p', 'r', { key, box: { ...box, cipher: flipped(box.cipher) } }),
    ],
    ['with its key altered', ({ box, key }) => unseal('p', 'r', { box, key: { ...key, cipher: flipped(key.cipher) } })],
    ['with a shortened tag', ({ box, key }) => unseal('p', 'r', { key, box: { ...box, tag: box.tag.slice(0, 8) } })],
  ])('does not open %s', (_, attempt) => {
    expect(() => attempt(seal('p', 'r', { secret: '舟山' }))).toThrow(refused('UNAVAILABLE'));
  });

  it('tells purposes and ids apart wherever the border between them lies', () => {
    expect(() => unseal('a', 'bc', seal('ab', 'c', {}))).toThrow(refused('UNAVAILABLE'));
  });

  it('opens with an old key of the vault until it is wrapped anew', () => {
    const sealed = seal('p', 'r', { a: 1 });
    withKeys('k2', { k1: first, k2: second });
    expect(unseal('p', 'r', sealed)).toEqual({ a: 1 });
    const key = rewrap('p', 'r', sealed.key);
    withKeys('k2', { k2: second });
    expect(unseal('p', 'r', { box: sealed.box, key })).toEqual({ a: 1 });
    expect(() => unseal('p', 'r', sealed)).toThrow(refused('UNAVAILABLE'));
  });
});
