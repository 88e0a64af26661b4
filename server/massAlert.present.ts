/** What of an alert and its roll may leave, field by field. Protected people are shown by their label; their reference stays here. */
import { performance } from 'node:perf_hooks';
import { type Actor, permits, isReference } from '../models/core/access';
import { COUNTIES } from '../models/core/place';
import { type AlertRecipient, RECIPIENT_STATES, WAYS } from '../models/massAlert/alertRecipient.schema';
import { tallyOf, type Total } from '../models/massAlert/tally.store';
import { byUnit, type Called, type LeftOut, personalDataIn, type Roll } from '../models/massAlert/audience';
import { maySeeAlert } from '../models/massAlert/massAlert.face';
import { type ComposeAlert, KINDS, type MassAlert, STATES, type UnitTally } from '../models/massAlert/massAlert.schema';
import { type ListedAlert } from '../models/massAlert/massAlert.store';
import { drillMark, titleOf } from '../models/massAlert/wording';

/** A board that ten people watch is counted twice a second, not twenty times. */
const SHARED_MS = 500;
const MOST_KEPT = 200;
const counted = new Map<string, { at: number; units: Promise<UnitTally[]> }>();

/** The roll call as this reader may see it, shared for a moment between everybody who asks for the same. */
export function sharedTally(alert: string, scope: Readonly<Record<string, unknown>>): Promise<UnitTally[]> {
  const key = JSON.stringify([alert, scope]);
  const known = counted.get(key);
  if (known && performance.now() - known.at < SHARED_MS) return known.units;
  if (counted.size >= MOST_KEPT) counted.clear();
  const units = tallyOf(alert, scope);
  counted.set(key, { at: performance.now(), units });
  units.catch(() => counted.delete(key));
  return units;
}

/** One alert of the list. `total` of one under way is counted now, of one that has ended as it ended. */
export function presentListedAlert(alert: ListedAlert, total: Total | null) {
  const { _id, no, kind, status, county, composedAt, composedByName, sentAt, sentByName, answerBy, people } = alert;
  return {
    ...{ id: _id, no, kind, kindLabel: KINDS[kind], title: titleOf(alert), status, statusLabel: STATES[status] },
    ...{
      countyName: county ? COUNTIES[county] : '全市',
      composedAt,
      composedByName,
      sentAt,
      sentByName,
      answerBy,
      people,
    },
    total,
  };
}

/** What a recipient reads, and the answers they may give. */
export function presentOrder(alert: MassAlert) {
  const { _id, no, kind, text, choices, place, location, assembleAt, answerBy, status, sentAt, sentByName, remark } =
    alert;
  return {
    ...{ id: _id, no, kind, drill: drillMark(alert) !== '', title: titleOf(alert), text, choices },
    ...{ place, location, assembleAt, answerBy, status, statusLabel: STATES[status], sentAt, sentByName },
    remark: status === 'cancelled' ? remark : null,
  };
}

/** A draft as its page edits it. */
export function presentDraft(alert: MassAlert): ComposeAlert & { id: string; no: string | null } {
  const { _id: id, no, kind, title, text, choices, place, location, assembleAt, answerBy, county, audience } = alert;
  return { id, no, kind, title, text, choices, place, location, assembleAt, answerBy, county, audience };
}

/** One person on the board, or one's own place on the roll. */
export function presentRecipient(recipient: AlertRecipient) {
  const { _id, label, unit, unitName, status, answer, answeredAt, late, help, acceptedAt } = recipient;
  const { deliveredAt, readAt, unreachable, tellings, toldAt, round } = recipient;
  return {
    ...{ id: _id, label, unit, unitName, status, statusLabel: RECIPIENT_STATES[status], answeredAt, late, help },
    answer: answer && {
      ...{ choice: answer.choice, words: answer.words, location: answer.location, at: answer.at, late: answer.late },
      entered: answer.enteredBy !== null,
    },
    ...{ toldAt, acceptedAt, deliveredAt, readAt, round, unreachable: status === 'silent' ? unreachable : null },
    tellings: tellings.map(({ way, round: n, at, acceptedAt: taken, failed }) => ({
      ...{ way, wayLabel: WAYS[way], round: n, at, acceptedAt: taken, failed: failed !== null },
    })),
  };
}

/** Names of a unit that a preview shows; beyond it the count says enough. */
const NAMES_SHOWN = 60;
const LEFT_OUT_SHOWN = 200;

const named = ({ id, label }: Pick<Called, 'id' | 'label'>) => ({ id: isReference(id) ? null : id, label });
const unitsOf = (called: readonly Called[]) =>
  byUnit(called).map(({ unit, unitName, people }) => ({
    ...{ unit, unitName, count: people.length, names: people.slice(0, NAMES_SHOWN).map(named) },
  }));
const leftOutOf = ({ unitName, reason, ...one }: LeftOut) => ({ ...named(one), unitName, reason });

/** Who would be told, who would not and why, and who cannot be reached. */
export function presentRoll({ called, leftOut }: Roll, text: string) {
  const unreachable = called.filter((one) => one.unreachable !== null);
  return {
    people: called.length,
    /** Calls of DingTalk's monthly budget that the order itself costs, by twenty. */
    calls: Math.ceil(called.length / 20),
    units: unitsOf(called),
    unreachable: unreachable.map((one) => ({ ...named(one), unitName: one.unitName, reason: one.unreachable })),
    leftOut: leftOut.slice(0, LEFT_OUT_SHOWN).map(leftOutOf),
    leftOutCount: leftOut.length,
    warnings: personalDataIn(text),
  };
}

/** Whether this reader is shown the board beside their own answer. */
export const maySeeBoard = (alert: MassAlert, actor: Actor): boolean =>
  maySeeAlert(alert, actor) && permits('seeRoll', actor);
