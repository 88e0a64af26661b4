import { createHash, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import mongoose from 'mongoose';
import sharp from 'sharp';
import { aboutFile, keepPhoto, keepVoice, original, photo, PHOTO_BYTES } from '../models/core/files';
import { useDatabase } from './support/database';

const now = new Date('2026-03-01T08:00:00Z');
const refusal = (code: string, words = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(words) as string }) as Error;

const picture = (width: number, height: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width, height, channels, background: { r: 20, g: 120, b: 90, alpha: 0.5 } } });
const EXIF = {
  IFD0: { Software: 'Adobe Photoshop 25.0', Make: 'Huawei' },
  IFD2: { DateTimeOriginal: '2026:03:01 15:30:00' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '29/1 57/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '122/1 18/1 0/1' },
};
const fromPhone = (exif: object = EXIF) => picture(400, 300).withExif(exif).jpeg().toBuffer();
const takenAt = (local: string) => fromPhone({ IFD2: { DateTimeOriginal: local } });

/** A small PNG header that promises an enormous picture. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
function crc(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return (sum ^ 0xffffffff) >>> 0;
}

describe('a photo', () => {
  useDatabase();
  const count = () => mongoose.connection.collection('files').countDocuments();

  it('is kept under the hash of its content, the original unchanged', async () => {
    const bytes = await fromPhone();
    const { hash, kind, type, size, width, height } = await keepPhoto(bytes, now);
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect({ kind, type, size, width, height }).toEqual({
      kind: 'image',
      type: 'image/jpeg',
      size: bytes.length,
      width: 400,
      height: 300,
    });
    expect(await original(hash)).toEqual({ type: 'image/jpeg', bytes });
  });

  it('is kept once, however often and however concurrently it is sent', async () => {
    const bytes = await fromPhone();
    const [first, second] = await Promise.all([keepPhoto(bytes, now), keepPhoto(bytes, now)]);
    expect(second).toEqual(first);
    expect(await keepPhoto(bytes, new Date('2027-01-01T00:00:00Z'))).toEqual(first);
    expect(await aboutFile(first.hash)).toEqual(first);
    expect(await count()).toBe(1);
  });

  it('tells when and where it was taken, and shows neither', async () => {
    const file = await keepPhoto(await fromPhone(), now);
    expect(file.takenAt).toEqual(new Date('2026-03-01T15:30:00+08:00'));
    expect(file.gps?.latitude).toBeCloseTo(29.95, 5);
    expect(file.gps?.longitude).toBeCloseTo(122.3, 5);
    for (const size of ['shown', 'thumb'] as const) {
      const { bytes, type } = await photo(file.hash, size);
      expect(type).toBe('image/jpeg');
      expect((await sharp(bytes).metadata()).exif).toBeUndefined();
    }
  });

  it.each([
    ['2026:03:01 15:30:00', []],
    ['2026:03:01 18:00:00', ['future']],
    ['2026:02:01 12:00:00', ['old']],
    ['0000:00:00 00:00:00', []],
  ])('taken at %s is marked %j', async (local, flags) => {
    expect((await keepPhoto(await takenAt(local), now)).mockFlags).toEqual(flags);
  });

  it('that went through an editor is marked', async () => {
    expect((await keepPhoto(await fromPhone(), now)).mockFlags).toEqual(['edited']);
  });

  it('keeps the time zone its camera wrote down', async () => {
    const bytes = await fromPhone({ IFD2: { DateTimeOriginal: '2026:03:01 09:00:00', OffsetTimeOriginal: '+09:00' } });
    expect((await keepPhoto(bytes, now)).takenAt).toEqual(new Date('2026-03-01T00:00:00Z'));
  });

  it('with senseless EXIF is still a photo', async () => {
    const nowhere = {
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '0/1 0/1 0/1', GPSLongitudeRef: 'E', GPSLongitude: '0/1 0/1 0/1' },
    };
    expect(await keepPhoto(await fromPhone(nowhere), now)).not.toHaveProperty('gps');
    const bytes = await fromPhone();
    const at = bytes.indexOf('Exif\0\0') + 6;
    bytes.fill(0xee, at, at + 60);
    expect(await keepPhoto(bytes, now)).not.toHaveProperty('takenAt');
  });

  it('is shown upright and at most 2048 pixels long, its thumbnail at most 320', async () => {
    const bytes = await picture(3000, 1500).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const { hash, width, height } = await keepPhoto(bytes, now);
    expect([width, height]).toEqual([1500, 3000]);
    expect(await sharp((await photo(hash, 'shown')).bytes).metadata()).toMatchObject({ width: 1024, height: 2048 });
    expect(await sharp((await photo(hash, 'thumb')).bytes).metadata()).toMatchObject({ width: 160, height: 320 });
  });

  it('that is small is not enlarged', async () => {
    const { hash } = await keepPhoto(await picture(40, 30).jpeg().toBuffer(), now);
    expect(await sharp((await photo(hash, 'thumb')).bytes).metadata()).toMatchObject({ width: 40, height: 30 });
  });

  it.each(['png', 'webp'] as const)('may be a %s, also a transparent one', async (format) => {
    const { hash, type } = await keepPhoto(await picture(100, 80, 4)[format]().toBuffer(), now);
    expect(type).toBe(`image/${format}`);
    expect(await sharp((await photo(hash, 'shown')).bytes).metadata()).toMatchObject({ format: 'jpeg', channels: 3 });
  });

  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(200)]);
  it.each([
    ['nothing at all', Buffer.alloc(0), '空的'],
    ['a PDF named .jpg', Buffer.from('%PDF-1.7\n1 0 obj'), 'PDF'],
    ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), '手机拍照'],
    ['a GIF', Buffer.from('GIF89a\x01\x00\x01\x00'), '手机拍照'],
    ['a HEIC photo', heic, '兼容性最佳'],
    ['random bytes', randomBytes(1000).fill(1, 0, 4), '手机拍照'],
    ['a JPEG of which only the first bytes came', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), '损坏'],
  ])('is not %s, and the sender is told what to do', async (_, bytes, advice) => {
    await expect(keepPhoto(bytes, now)).rejects.toEqual(refusal('UNSUPPORTED_MEDIA', advice));
    expect(await count()).toBe(0);
  });

  it('that broke off on the way is refused', async () => {
    const noise = await sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
      .jpeg()
      .toBuffer();
    await expect(keepPhoto(noise.subarray(0, noise.length / 2), now)).rejects.toEqual(
      refusal('UNSUPPORTED_MEDIA', '重新'),
    );
  });

  it('that is too heavy, or unpacks to too many pixels, is refused', async () => {
    await expect(keepPhoto(Buffer.alloc(PHOTO_BYTES + 1), now)).rejects.toEqual(refusal('TOO_LARGE', '10MB'));
    await expect(keepPhoto(bomb(9000, 9000), now)).rejects.toEqual(refusal('TOO_LARGE', '像素'));
    await expect(keepPhoto(bomb(60000, 60000), now)).rejects.toEqual(refusal('TOO_LARGE', '像素'));
    expect(await count()).toBe(0);
  });

  it('that is not there is not found', async () => {
    await expect(photo('0'.repeat(64), 'shown')).rejects.toEqual(refusal('NOT_FOUND'));
    await expect(aboutFile('0'.repeat(64))).rejects.toEqual(refusal('NOT_FOUND'));
  });
});

describe('a voice message', () => {
  useDatabase();
  const tail = Buffer.alloc(64);

  it.each([
    ['audio/amr', Buffer.from('#!AMR\n')],
    ['audio/mpeg', Buffer.from('ID3\x04')],
    ['audio/mpeg', Buffer.from([0xff, 0xfb, 0x90, 0x00])],
    ['audio/wav', Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt ')],
    ['audio/ogg', Buffer.from('OggS\x00')],
  ])('is %s by its content, whatever it is called', async (type, head) => {
    const bytes = Buffer.concat([head, tail]);
    const file = await keepVoice(bytes, 'application/octet-stream', now);
    expect(file).toEqual({
      hash: createHash('sha256').update(bytes).digest('hex'),
      kind: 'audio',
      type,
      size: bytes.length,
    });
    expect(await original(file.hash)).toEqual({ type, bytes });
    expect(await keepVoice(bytes, type, now)).toEqual(file);
  });

  it('is not a picture, not empty and not endless', async () => {
    await expect(keepVoice(await picture(9, 9).jpeg().toBuffer(), 'audio/amr', now)).rejects.toEqual(
      refusal('UNSUPPORTED_MEDIA', '按住说话'),
    );
    await expect(keepVoice(Buffer.alloc(0), 'audio/amr', now)).rejects.toEqual(refusal('UNSUPPORTED_MEDIA', '空的'));
    await expect(keepVoice(Buffer.alloc(3_000_000), 'audio/amr', now)).rejects.toEqual(refusal('TOO_LARGE', '2MB'));
    await expect(keepVoice(Buffer.concat([Buffer.from('#!AMR\n'), tail]), '', now, 10)).rejects.toEqual(
      refusal('TOO_LARGE'),
    );
  });

  it('cannot be looked at', async () => {
    const { hash } = await keepVoice(Buffer.concat([Buffer.from('#!AMR\n'), tail]), 'audio/amr', now);
    await expect(photo(hash, 'shown')).rejects.toEqual(refusal('NOT_FOUND'));
  });
});
