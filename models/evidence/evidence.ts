/** Evidence for the doors: what its steps need to know, and the effect by which a record names it. */
import { CLOCK } from '../core/access';
import { wgs84ToGcj02 } from '../core/datum';
import { type Domain, perform } from '../core/domain';
import { examinePhoto } from '../core/files';
import { read } from '../core/journal';
import { type Handler, type OwedEntry } from '../core/outbox';
import { Location } from '../core/place';
import { type Context } from '../core/workflow';
import { evidenceCommands } from './evidence.commands';
import { type Evidence, EvidenceNamed, type UseEvidence } from './evidence.schema';
import { evidences, twinsOf } from './evidence.store';
import { contentOf, type EvidenceFile, fileByHash } from './evidenceFiles.store';
import { evidenceWorkflow } from './evidence.workflow';
import { likenessOf } from './likeness';

const placeOf = (gps: { longitude: number; latitude: number } | null): Location | null => {
  const wgs84 = gps && Location.safeParse([gps.longitude, gps.latitude]).data;
  return wgs84 ? (Location.safeParse(wgs84ToGcj02(wgs84)).data ?? null) : null;
};

/** What a photo says of itself, and what it looks like; of a video nothing is read. */
export async function lookAt(file: EvidenceFile): Promise<Pick<Evidence, 'told' | 'likeness'>> {
  if (!file.type.startsWith('image/')) return { told: [], likeness: null };
  const bytes = await contentOf(file);
  const { takenAt, gps, edited } = await examinePhoto(bytes);
  const saysNothing = !takenAt && !gps && !edited;
  return {
    told: saysNothing ? [] : [{ takenAt, location: placeOf(gps), edited }],
    likeness: await likenessOf(bytes),
  };
}

async function twinsFor(id: string, also: readonly string[] = []) {
  const evidence = await read(evidences, id);
  return twinsOf(id, evidence?.likeness ?? null, [...(evidence?.uses.map(({ record }) => record) ?? []), ...also]);
}

async function factsOfOriginal(id: string) {
  const original = await fileByHash((await read(evidences, id))?.taken.original.sha256 ?? '');
  const told = original ? (await lookAt(original)).told : [];
  return { told, twins: await twinsFor(id) };
}

export const evidenceDomain: Domain<Evidence> = {
  store: evidences,
  workflow: evidenceWorkflow,
  commands: evidenceCommands,
  facts: {
    complete: (_input, id) => factsOfOriginal(id),
    use: async (input, id) => ({ twins: await twinsFor(id, [(input as UseEvidence).record]) }),
  },
};

/** Note that a record uses this piece of evidence, and look at its flags again. Nothing happens when both are known. */
export async function nameEvidence(id: string, use: UseEvidence, { now }: Pick<Context, 'now'>): Promise<void> {
  const standing = await read(evidences, id);
  if (!standing) return;
  const isKnown = standing.uses.some(({ record }) => record === use.record);
  const isSame = use.site === null || String(use.site) === String(standing.site);
  if (isKnown && isSame) return;
  await perform(evidenceDomain, 'use', id, use, { actor: CLOCK, now, door: 'system' }, standing);
}

async function carryOut({ data }: OwedEntry, now: Date): Promise<void> {
  const { record, by, site, hashes } = EvidenceNamed.parse(data);
  for (const hash of hashes) await nameEvidence(hash, { record, by, site }, { now });
}

/** What has not been uploaded yet learns of its record when it comes; so an unknown hash is no fault. */
const named: Handler = (entries, now) =>
  Promise.all(
    entries.map(async (entry) => {
      try {
        await carryOut(entry, now);
        return { done: true as const };
      } catch (error) {
        return { retry: String(error) };
      }
    }),
  );

export const evidenceHandlers: Record<string, Handler> = { 'evidence.named': named };
