/** What goes into the file of one field record, named field by field; how it is packed is the door's business. */
import { deviceById } from '../device/device.store';
import { type FieldEvent, type FieldRecord } from '../field/fieldEvent.schema';
import { type Evidence } from './evidence.schema';
import { evidenceOf, evidenceUsedBy } from './evidence.store';
import { type EvidenceFile, fileByHash } from './evidenceFiles.store';
import { type PublishedProof, proofOfFile, proofsOfRecord } from './merkleDay';

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

/** A stored field record, as far as an export reads it. */
export interface FieldDocument {
  _id: string;
  no?: string | null;
  field?: readonly FieldEvent[];
  aside?: readonly unknown[];
  receipts?: readonly unknown[];
  seed?: unknown;
  status: string;
}

/** One file of evidence and its name in the archive. */
export interface ExportedFile {
  name: string;
  file: EvidenceFile;
}

/** Hashes that the events of a record name. */
const namedBy = (events: readonly FieldEvent[]): string[] =>
  events.flatMap(({ type, data }) => (type === 'photo' && typeof data['sha256'] === 'string' ? [data['sha256']] : []));

async function filesOf(evidences: readonly Evidence[]): Promise<ExportedFile[]> {
  const files: ExportedFile[] = [];
  for (const { taken } of evidences) {
    const both = [['evidence', taken.sha256] as const, ['originals', taken.original.sha256] as const];
    for (const [folder, sha256] of taken.original.sha256 === taken.sha256 ? both.slice(0, 1) : both) {
      const file = await fileByHash(sha256);
      if (file) files.push({ name: `${folder}/${sha256}.${ENDINGS[file.type] ?? 'bin'}`, file });
    }
  }
  return files;
}

const presentEvidence = (record: string, { taken, by, uses, receivedAt, originalAt, clocks, flags }: Evidence) => ({
  ...{ taken, by, receivedAt, originalAt, clocks, flags },
  usedSince: uses.find((use) => use.record === record)?.at ?? null,
});

async function keysOf(events: readonly FieldEvent[]) {
  const ids = [...new Set(events.map(({ device }) => device))].sort();
  const found = await Promise.all(ids.map(deviceById));
  return found.flatMap((device) =>
    device ? [{ id: device._id, person: device.person, publicKey: device.publicKey, revokedAt: device.revokedAt }] : [],
  );
}

/** Everything of one record but the bytes of its files. */
export async function exportOf(record: FieldRecord, document: FieldDocument) {
  const { field = [], aside = [], receipts = [], seed = null, no = null, status } = document;
  const named = await evidenceOf(namedBy(field));
  const used = await evidenceUsedBy(record);
  const evidences = [...new Map([...named, ...used].map((one) => [one._id, one])).values()];
  const files = await filesOf(evidences);
  const proofs: PublishedProof[] = [];
  for (const { file } of files) {
    const proof = await proofOfFile(file._id);
    if (proof) proofs.push(proof);
  }
  return {
    files,
    json: {
      'record.json': { record, no, status, seed, receipts, aside },
      'events.json': field,
      'devices.json': await keysOf(field),
      'evidence.json': evidences.map((one) => presentEvidence(record, one)),
      'merkle.json': { files: proofs, record: await proofsOfRecord(record) },
    },
  };
}
