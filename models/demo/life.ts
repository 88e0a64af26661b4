/**
 * A record's past, made by the very decisions that make a present one: the demo's history cannot contain what the rules do
 * not allow. Nothing is written or sent here; a whole life is one document with its events, settled and ready to store.
 */
import { ulid } from 'ulid';
import { acknowledgeAssignment, closeAssignment, openAssignment } from '../assignment/assignment.commands';
import { type Assignment, MeantAssignments, OpenAssignment, UNNUMBERED } from '../assignment/assignment.schema';
import { assignments } from '../assignment/assignment.store';
import { OPEN_ASSIGNMENTS } from '../assignment/assignment.workflow';
import { CLOCK, type Actor } from '../core/access';
import { type JournalEvent, type Store, type Stored, tracedChanges } from '../core/journal';
import { type Context, type Door, type Effect, type Outcome, type Stateful } from '../core/workflow';
import { petitionCommands } from '../petition/petition.commands';
import { type Petition } from '../petition/petition.schema';
import { petitions } from '../petition/petition.store';
import { type PetitionStep } from '../petition/petition.workflow';
import { type Chance } from './random';

export interface Lived<D> {
  document: D;
  events: JournalEvent[];
}
/** A record with everybody who was given something to do because of it. */
export interface Tale<D extends Stateful> extends Lived<D> {
  store: Store<D>;
  assignments: Lived<Assignment>[];
  dice: Chance;
  nameOf: (id: string) => string;
}
export type Life = Tale<Petition>;
export interface Act {
  actor: Actor;
  at: Date;
  door: Door;
}

export const contextOf = ({ actor, at, door }: Act): Context => ({ actor, now: at, door });

/** One more event of a record. */
export function lived<D extends Stateful>(
  store: Store<D>,
  life: Lived<D>,
  { document, event }: Outcome<D>,
  { actor, at, door }: Act,
  dice: Chance,
): void {
  const id = ulid(at.getTime(), () => dice.next());
  const after = tracedChanges(store, life.events.length > 0 ? life.document : null, document);
  life.events.push({ id, type: event.type, at, by: actor.id, door, data: event.data ?? {}, after });
  life.document = { ...document, version: life.events.length };
}

const asClock = (at: Date): Act => ({ actor: CLOCK, at, door: 'system' });

/** What the outbox would have done to assignments. None of them climbs the ladder: nobody is woken by a made-up past. */
function follow<D extends Stateful>(life: Tale<D>, { kind, data }: Effect, at: Date): void {
  const act = asClock(at);
  if (kind === 'assignment.open') {
    const input = OpenAssignment.parse(data);
    const id = `${life.document._id}-${life.assignments.length + 1}`;
    const person = { id: input.person, name: life.nameOf(input.person) };
    const record = { store: life.store.name, id: life.document._id };
    const outcome = openAssignment(id, record, { ...input, ladder: false }, person, { now: at });
    const opened: Lived<Assignment> = { document: outcome.document, events: [] };
    lived(assignments, opened, outcome, act, life.dice);
    life.assignments.push(opened);
    return;
  }
  if (kind !== 'assignment.acknowledge' && kind !== 'assignment.close') return;
  const meant = MeantAssignments.parse(data);
  const from: readonly string[] = kind === 'assignment.close' ? OPEN_ASSIGNMENTS : ['open'];
  for (const assignment of life.assignments) {
    const { status, person, purpose } = assignment.document;
    const isMeant = (!meant.person || meant.person === person) && (meant.purposes?.includes(purpose) ?? true);
    if (!isMeant || !from.includes(status)) continue;
    const outcome =
      kind === 'assignment.close'
        ? closeAssignment(assignment.document, meant.as, contextOf(act))
        : acknowledgeAssignment(assignment.document, contextOf(act));
    lived(assignments, assignment, outcome, act, life.dice);
  }
}

/** What has been decided happens, and those it concerns are told. */
export function enter<D extends Stateful>(life: Tale<D>, outcome: Outcome<D>, act: Act): void {
  lived(life.store, life, outcome, act, life.dice);
  for (const effect of outcome.effects ?? []) follow(life, effect, act.at);
}

/** The first moment of a record. */
export function beginTale<D extends Stateful>(
  store: Store<D>,
  outcome: Outcome<D>,
  act: Act,
  dice: Chance,
  nameOf: Life['nameOf'],
): Tale<D> {
  const life: Tale<D> = { store, document: outcome.document, events: [], assignments: [], dice, nameOf };
  enter(life, outcome, act);
  return life;
}

/** The first moment of a petition: what was told or registered. */
export const begin = (outcome: Outcome<Petition>, act: Act, dice: Chance, nameOf: Life['nameOf']): Life =>
  beginTale(petitions, outcome, act, dice, nameOf);

/** The record has its number, and so have the titles decided before there was one. */
export function giveNumber<D extends Stateful & { no: string | null }>(life: Tale<D>, no: string): void {
  life.document = { ...life.document, no };
  for (const task of life.assignments)
    task.document = { ...task.document, title: task.document.title.replace(UNNUMBERED, no) };
}

/** Let the petition's clock do what falls due up to this moment. */
export function pass(life: Life, until: Date): void {
  for (let wakeAt = life.document.wakeAt; wakeAt && wakeAt <= until; wakeAt = life.document.wakeAt) {
    const act: Act = { actor: CLOCK, at: wakeAt, door: 'clock' };
    enter(life, petitionCommands.wake.decide(life.document, {}, contextOf(act), undefined), act);
  }
}

/**
 * One step of the workflow in the past, after whatever the clock did before it.
 *
 * @throws DomainError when the rules do not allow it: a defect of the demo
 */
export function take(life: Life, step: PetitionStep, input: unknown, act: Act, facts?: unknown): void {
  pass(life, act.at);
  enter(life, petitionCommands[step].decide(life.document, input, contextOf(act), facts), act);
}

/** As the journal keeps it: everything delivered, nothing sealed yet. */
export function asStored<D extends Stateful>({ document, events }: Lived<D>): Stored<D> {
  const at = events.at(-1)!.at;
  return { ...document, events, outbox: [], updatedAt: at, sealed: 0, unsealedAt: at };
}
