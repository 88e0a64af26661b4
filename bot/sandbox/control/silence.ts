const RATE = 8000;
const LONGEST_MS = 5000;

/** A silent WAV (8 kHz, 8 bit, mono) as the recording behind a voice message; at most 5 seconds of it. */
export function silence(durationMs: number): Buffer {
  const samples = Math.ceil((Math.min(durationMs, LONGEST_MS) / 1000) * RATE);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples, 40);
  return Buffer.concat([head, Buffer.alloc(samples, 128)]);
}
