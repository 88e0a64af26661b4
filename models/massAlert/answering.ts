import { recordDenied } from '../core/auditLog';
import { perform } from '../core/domain';
import { DomainError } from '../core/errors';
import { type Stored } from '../core/journal';
import { type Context } from '../core/workflow';
import { type AlertRecipient, type AnswerAlert, type EnterAnswer } from './alertRecipient.schema';
import { recipientOf, recipients } from './alertRecipient.store';
import { recipientDomain } from './massAlert';
import { touch } from './tally.store';

const same = ({ answer, status }: AlertRecipient, { choice, words = '', location = null }: Said) =>
  status === 'answered' &&
  answer?.choice === choice &&
  answer.words === words &&
  JSON.stringify(answer.location) === JSON.stringify(location) &&
  answer.enteredBy === null;

type Said = Pick<AnswerAlert, 'choice'> & Partial<AnswerAlert>;

/**
 * The actor's own answer to an alert. Saying the same again changes nothing, whatever key it comes under.
 *
 * @throws DomainError NOT_PERMITTED for somebody who is not on the roll (logged) | INVALID_INPUT | NOT_NOW (cancelled)
 */
export async function giveAnswer(alert: string, input: Said, context: Context): Promise<Stored<AlertRecipient>> {
  const own = await recipientOf(alert, context.actor.id);
  if (!own) {
    await recordDenied(context, {
      objectType: recipients.name,
      objectId: alert.slice(0, 100) || '–',
      action: 'answer',
    });
    throw new DomainError('NOT_PERMITTED', '您不在这次通知的名单里，不用回复；有情况请直接联系指挥中心。', { alert });
  }
  if (same(own, input)) return own;
  const answered = await perform(recipientDomain, 'answer', own._id, input, context, own);
  await touch([answered]);
  return answered;
}

/**
 * What somebody on the roll said on the telephone, entered by whoever reached them.
 *
 * @throws DomainError NOT_FOUND | NOT_PERMITTED | INVALID_INPUT | NOT_NOW (cancelled)
 */
export async function enterAnswerFor(
  recipient: string,
  input: EnterAnswer,
  context: Context,
): Promise<Stored<AlertRecipient>> {
  const entered = await perform(recipientDomain, 'enter', recipient, input, context);
  await touch([entered]);
  return entered;
}
