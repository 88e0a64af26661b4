/** A drill of the past (示例): the staff of the branches called to a roll call on a typhoon, with nearly everybody's answer. */
import { CLOCK } from '../core/access';
import { addCalendarDays, shanghaiDay } from '../core/calendar';
import { numberAfter } from '../core/numbers';
import { callPerson, recipientCommands } from '../massAlert/alertRecipient.commands';
import { type AlertRecipient } from '../massAlert/alertRecipient.schema';
import { recipientId, recipients } from '../massAlert/alertRecipient.store';
import { calledAs } from '../massAlert/audience';
import { composeAlert, massAlertCommands } from '../massAlert/massAlert.commands';
import { ComposeAlert, type MassAlert, USUAL_ANSWERS } from '../massAlert/massAlert.schema';
import { massAlerts } from '../massAlert/massAlert.store';
import { tallyOf, touchRecipients } from '../massAlert/tally.store';
import { actorOf, type Person } from '../people/people.schema';
import { peopleWithRole, unitsOfKind } from '../people/people.store';
import { insertAll } from './insert';
import { type Act, asStored, contextOf, lived, type Lived } from './life';
import { type Chance, diceFor } from './random';

const ID = 'demo-drill';
const DAYS_AGO = 20;
const MINUTE = 60_000;
const after = (at: Date, minutes: number) => new Date(at.getTime() + minutes * MINUTE);
const by = (person: Person, at: Date): Act => ({ actor: actorOf(person, person._id), at, door: 'page' });

/** One person's answer: most within some minutes, some late, and of one in ten nothing is heard. */
function answered(
  life: Lived<AlertRecipient>,
  person: Person,
  alert: MassAlert,
  at: Date,
  dice: Chance,
): Lived<AlertRecipient> {
  const luck = dice.next();
  life.document = { ...life.document, acceptedAt: after(at, 0.2), deliveredAt: after(at, 0.5) };
  if (luck < 0.12) return life;
  const act: Act = { ...by(person, after(at, luck > 0.93 ? dice.between(31, 50) : dice.between(1, 24))), door: 'card' };
  const choice = luck > 0.9 ? '需要支援' : luck > 0.45 ? '我已到位' : '收到';
  const words = luck > 0.9 ? '在岛上，航班停航（示例）' : '';
  const facts = { alert };
  lived(
    recipients,
    life,
    recipientCommands.answer.decide(life.document, { choice, words }, contextOf(act), facts),
    act,
    dice,
  );
  return life;
}

export async function clearDrill(): Promise<void> {
  await Promise.all([massAlerts.collection.deleteMany({ _id: ID }), recipients.collection.deleteMany({ alert: ID })]);
}

/** @returns how many people were called; nobody where alerts have been sent already */
export async function seedDrill(now: Date): Promise<number> {
  if (await massAlerts.collection.findOne({}, { projection: { _id: 1 } })) return 0;
  const [leaders, officers, branches] = await Promise.all([
    peopleWithRole('dutyLeader'),
    peopleWithRole('officer'),
    unitsOfKind('BRANCH'),
  ]);
  const [leader] = leaders;
  const called = officers.filter(({ unit }) => branches.some(({ _id }) => _id === unit));
  if (!leader || called.length === 0) return 0;
  const dice = diceFor('drill');
  const at = new Date(`${addCalendarDays(shanghaiDay(now), -DAYS_AGO)}T15:00:00+08:00`);
  const input = ComposeAlert.parse({
    ...{ kind: 'DRILL', title: '防台风集结点名演练（示例）', choices: USUAL_ANSWERS, answerBy: after(at, 30) },
    text: '【演练】请各分局执法人员30分钟内回复到位情况，岛上人员报明航班情况（示例）',
    audience: { units: branches.map(({ _id }) => _id), roles: ['officer'] },
  });
  const composed: Act = by(leader, after(at, -12));
  const draft = composeAlert(ID, input, contextOf(composed), { name: leader.name, leader: null });
  const life: Lived<MassAlert> = { document: draft.document, events: [] };
  const document = { ...draft.document, no: numberAfter(null, 'TZ', at) };
  lived(massAlerts, life, { ...draft, document }, composed, dice);
  const take = (step: 'send' | 'close', given: object, act: Act, facts: unknown) =>
    lived(massAlerts, life, massAlertCommands[step].decide(life.document, given, contextOf(act), facts), act, dice);
  take('send', {}, by(leader, at), { name: leader.name, roll: called.map(({ _id }) => _id) });
  const heads = new Map(branches.map(({ _id, head }) => [_id, head]));
  const roll = called.map((person) => {
    const told = { ...calledAs(person._id, person), head: (person.unit && heads.get(person.unit)) || null };
    const outcome = callPerson(recipientId(ID, person._id), ID, told, { now: at });
    const one: Lived<AlertRecipient> = { document: outcome.document, events: [] };
    lived(recipients, one, outcome, { actor: CLOCK, at, door: 'system' }, dice);
    return answered(one, person, life.document, at, dice);
  });
  await insertAll(recipients.collection, roll.map(asStored));
  await touchRecipients(roll.map(({ document: { _id } }) => _id));
  const remark = '演练达到要求，岛上值守人员的支援流程已补充（示例）';
  take('close', { remark }, by(leader, after(at, 60)), { name: leader.name, tally: await tallyOf(ID) });
  await insertAll(massAlerts.collection, [asStored(life)]);
  return roll.length;
}
