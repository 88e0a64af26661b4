/** Gathers a pack: every part is read once for all enterprises, so that an island of 200 takes no longer than its largest reading. */
import { createHash } from 'node:crypto';
import { type Actor, visibleTo } from '../core/access';
import { shanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { checklistsFor } from '../checkItem/checkItem.store';
import { dossiersOf } from '../enterprise/dossier';
import { type Sector } from '../enterprise/enterprise.schema';
import { enterprises } from '../enterprise/enterprise.store';
import { Inspection } from '../inspection/inspection.schema';
import { inspectionsOf } from '../inspection/inspection.store';
import { policy } from '../core/policy';
import { NUMBERED, reserveNumbers } from '../template/numbering';
import { templatesForPack } from '../template/template.store';
import { COMMON_BYTES, ENTERPRISE_BYTES, MOST_ENTERPRISES, type PackPlace } from './pack.schema';
import { seedsFor } from './seeds';

/** @throws DomainError NOT_PERMITTED */
function scopeOf(actor: Actor): Record<string, unknown> {
  const scope = visibleTo('seeEnterprise', actor);
  if (scope && visibleTo('packPlaces', actor)) return scope;
  throw new DomainError('NOT_PERMITTED', '“带上岛”供执法人员出海使用，需要时请联系本单位负责人。');
}

/** Islands and towns this person may pack, those of their own inspections first. @throws DomainError NOT_PERMITTED */
export async function packPlaces(actor: Actor): Promise<PackPlace[]> {
  const scope = scopeOf(actor);
  const [counted, mine] = await Promise.all([
    enterprises
      .aggregate<{ _id: { place: string; county: string }; enterprises: number }>([
        { $match: scope },
        { $group: { _id: { place: '$place', county: '$county' }, enterprises: { $sum: 1 } } },
      ])
      .toArray(),
    inspectionsOf(actor.id),
  ]);
  const places = new Map<string, PackPlace>();
  const at = (place: string, county: string) => {
    const found = places.get(place) ?? { place, county, enterprises: 0, mine: 0, bytes: COMMON_BYTES };
    places.set(place, found);
    return found;
  };
  for (const { _id, enterprises: count } of counted) {
    const found = at(_id.place, _id.county);
    found.enterprises += count;
    found.bytes += count * ENTERPRISE_BYTES;
  }
  for (const { place, county } of mine) if (place) at(place, county).mine += 1;
  return [...places.values()].sort(
    (a, b) =>
      b.mine - a.mine || (a.county < b.county ? -1 : a.county > b.county ? 1 : 0) || (a.place < b.place ? -1 : 1),
  );
}

async function gathered(actor: Actor, places: readonly string[], now: Date) {
  const scope = scopeOf(actor);
  const mine = (await inspectionsOf(actor.id)).filter(({ place }) => places.includes(place));
  const there = await enterprises
    .find({ $and: [scope, { place: { $in: [...places] } }] } as never, {
      projection: { sector: 1 },
      sort: { _id: 1 },
      limit: MOST_ENTERPRISES + 1,
    })
    .toArray();
  if (there.length > MOST_ENTERPRISES)
    throw new DomainError('TOO_LARGE', `一次最多带${MOST_ENTERPRISES}家企业，请少选几个岛，分几次带。`);
  // Sent to an enterprise of another county: its file is part of the task.
  const ids = [...new Set([...there.map(({ _id }) => _id), ...mine.flatMap(({ enterprise }) => enterprise ?? [])])];
  const sectors = [
    ...new Set<Sector>([...there.map(({ sector }) => sector), ...mine.map(({ sector }) => sector)]),
  ].sort();
  return { mine, ids, sectors, day: shanghaiDay(now) };
}

/** Numbers left over come first, so that packing every day reserves none anew. */
async function freeNumbers(person: string, now: Date): Promise<Record<string, string[]>> {
  const numbers: Record<string, string[]> = {};
  for (const kind of NUMBERED) numbers[kind] = await reserveNumbers(kind, person, policy().field.numbersPacked, now);
  return numbers;
}

/** A task as it goes along: without what the clock keeps for itself, which changes while the task does not. */
const Task = Inspection.omit({ version: true, declined: true, alarms: true, wakeAt: true, cancelledReason: true });

export interface BuiltPack {
  /** JSON text (models/pack/pack.schema.ts), in pieces of bounded size. */
  pieces: Buffer[];
  /** Bytes of the whole, and their SHA-256 in hex: the same content is the same hash. */
  bytes: number;
  hash: string;
  enterprises: number;
}

/** The enterprises of a pack a few at a time: one text of all would stop the process for as long as it takes to write. */
const AT_ONCE = 25;
const breathe = () => new Promise<void>((next) => setImmediate(next));

async function written(parts: Record<string, unknown>, files: readonly unknown[]): Promise<BuiltPack> {
  const pieces: Buffer[] = [Buffer.from(JSON.stringify(parts).slice(0, -1) + ',"enterprises":[')];
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const text = files
      .slice(from, from + AT_ONCE)
      .map((file) => JSON.stringify(file))
      .join(',');
    pieces.push(Buffer.from(from > 0 ? `,${text}` : text));
    await breathe();
  }
  pieces.push(Buffer.from(']}'));
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  const bytes = pieces.reduce((sum, { length }) => sum + length, 0);
  return { pieces, bytes, hash: hash.digest('hex'), enterprises: files.length };
}

/**
 * Everything to take along to these places: nothing the person could not read singly.
 *
 * @param boundary the operator's own outline of the city; null where there is none
 * @throws DomainError NOT_PERMITTED | TOO_LARGE (more than MOST_ENTERPRISES)
 */
export async function packFor(
  actor: Actor,
  places: readonly string[],
  boundary: unknown,
  now: Date,
): Promise<BuiltPack> {
  const { mine, ids, sectors, day } = await gathered(actor, places, now);
  const [files, checklists, templates, numbers, seeds] = await Promise.all([
    dossiersOf(ids, now),
    checklistsFor(sectors, day),
    templatesForPack(now),
    freeNumbers(actor.id, now),
    seedsFor(mine, now),
  ]);
  const inspections = mine.map((task) => ({ task: Task.parse(task), seed: seeds.get(task._id) ?? null }));
  return written({ format: 1, person: actor.id, places, inspections, checklists, templates, numbers, boundary }, files);
}
