/** “收到”, “需要支援 TZ-2026-12 缺两艘船”: the answer to a mass alert as a sentence. Which words are answers stands in the alert itself. */
import { giveAnswer } from '../models/massAlert/answering';
import { type AlertRecipient } from '../models/massAlert/alertRecipient.schema';
import { rollsOf } from '../models/massAlert/alertRecipient.store';
import { type MassAlert } from '../models/massAlert/massAlert.schema';
import { alertsByIds } from '../models/massAlert/massAlert.store';
import { type Said } from './reporting';
import { momentWords } from '../models/core/calendar';

/** A word, perhaps a number, perhaps more words. Longer texts are reports. */
export const ANSWER =
  /^(?<choice>[^\s,，:：]{1,12}?)[\s,，:：]*(?<no>[Tt][Zz][-－—]?\d{4}[-－—]?\d{1,6})?(?:[\s,，:：]+(?<words>.{1,200}))?$/s;

interface Place {
  alert: MassAlert;
  own: AlertRecipient;
}

/** TZ20261 → TZ-2026-000001. */
function numberFrom(said: string): string {
  const [, year, sequence = ''] = /(\d{4})[-－—]?(\d{1,6})$/.exec(said) ?? [];
  return `TZ-${year}-${sequence.padStart(6, '0')}`;
}

/** The rolls of this person, with their alerts; those under way first asked for an answer. */
async function placesOf(person: string): Promise<Place[]> {
  const rolls = await rollsOf(person);
  const alerts = new Map((await alertsByIds(rolls.map(({ alert }) => alert))).map((alert) => [alert._id, alert]));
  return rolls.flatMap((own) => {
    const alert = alerts.get(own.alert);
    return alert && alert.status !== 'draft' ? [{ alert, own }] : [];
  });
}

/** Which alert is meant: the one named; else the open one that takes this word, unanswered before answered. */
function meant(places: readonly Place[], choice: string, no: string | undefined): Place[] {
  if (no) return places.filter(({ alert }) => alert.no === numberFrom(no));
  const fitting = places.filter(
    ({ alert }) => alert.status === 'sent' && alert.choices.some(({ text }) => text === choice),
  );
  const unanswered = fitting.filter(({ own }) => own.status === 'silent');
  if (unanswered.length > 0) return unanswered;
  return fitting.filter(({ own }) => own.answer?.choice !== choice).slice(0, 1);
}

function answeredAs({ no, answerBy }: MassAlert, { answer }: AlertRecipient): string {
  const late = answer?.late ? `（已过${momentWords(answerBy)}的截止时间，记为迟到）` : '';
  const help = answer?.help ? '发令人会马上看到，请保持电话畅通。' : '情况有变化，可以再回一次。';
  return `${no ?? ''}：已记录您的回复“${answer?.choice ?? ''}”${late}。${help}`;
}

const whichAlert = (choice: string, places: readonly Place[]) =>
  `有好几个通知等您回复，请带上编号，例如“${choice} ${places[0]?.alert.no ?? ''}”。现在有：${places
    .slice(0, 5)
    .map(({ alert }) => `${alert.no ?? ''} ${alert.title}`)
    .join('、')}。`;

/**
 * Take a sentence as the answer to an alert.
 *
 * @returns what to say, or undefined when no alert of this person takes it
 * @throws DomainError as answering does: cancelled, no such answer
 */
export async function answerAlertBySentence(
  { context }: Said,
  { choice = '', no, words = '' }: Readonly<Partial<Record<string, string>>>,
): Promise<string | undefined> {
  const places = meant(await placesOf(context.actor.id), choice, no);
  const [first] = places;
  if (!first) return no ? `没有找到编号${numberFrom(no)}的通知，或您不在名单里，请核对后再发。` : undefined;
  if (places.length > 1) return whichAlert(choice, places);
  return answeredAs(first.alert, await giveAnswer(first.alert._id, { choice, words }, context));
}
