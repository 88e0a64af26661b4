/** The roll of an alert as the book of its notices: what each person was sent, by which way, and what became of it. */
import { type AlertRecipient, type Way } from '../models/massAlert/alertRecipient.schema';
import { recipients } from '../models/massAlert/alertRecipient.store';
import { alertById } from '../models/massAlert/massAlert.store';
import {
  dropTellings,
  markAccepted,
  markFailed,
  markUnreachable,
  noteTellings,
} from '../models/massAlert/telling.store';
import { lineOf, orderWords, revokeWords } from '../models/massAlert/wording';
import { type Handler, type OwedEntry, type Settlement } from '../models/core/outbox';
import { type DeliveryDoors, each } from './deliver';
import { DingTalkError } from './dingtalk/client';
import { type Addressed, type NoticeBook } from './notices';
import { receiverOf } from './receiver';

/** One entry may be tried by several ways; each is a telling of its own. */
const tellingId = ({ id }: OwedEntry, way: Way) => `${id}-${way}`;
const keys = (group: readonly Addressed[], way: Way) =>
  group.map(({ entry }) => ({ recipient: entry.recordId, entry: entry.id, telling: tellingId(entry, way) }));
/** Why everything was in vain, for the one who reads the board. */
const LOST = '各种方式都没有送达，请打电话';

/** @param appUrl address of the micro-app, without a slash at the end */
export const rollBook = (appUrl: string): NoticeBook => ({
  async words({ notice: { about } }, now) {
    const alert = about ? await alertById(about.id) : null;
    if (!about || !alert) return null;
    const words = about.what === 'revoke' ? revokeWords(alert, now) : orderWords(alert, about.round, now);
    return { ...words, line: lineOf(words, alert, now), url: `${appUrl}/#/alerts/${alert._id}` };
  },
  note: (group, way, at) =>
    noteTellings(
      group.map(({ entry, notice }) => ({
        ...{ recipient: entry.recordId, entry: entry.id },
        telling: {
          ...{ id: tellingId(entry, way), way, round: notice.about?.round ?? 1, at },
          ...{ handle: null, acceptedAt: null, failed: null },
        },
      })),
    ),
  async wanted(group) {
    const [first] = group;
    const about = first?.notice.about;
    if (!about) return new Set();
    if (about.what === 'revoke') return new Set(group.map(({ entry }) => entry.id));
    const alert = await alertById(about.id);
    // The order itself goes to everybody while it stands; a repetition only to those who are still silent.
    if (alert?.status !== 'sent') return new Set();
    if (about.round === 1) return new Set(group.map(({ entry }) => entry.id));
    const silent = await recipients.collection
      .find({ _id: { $in: group.map(({ entry }) => entry.recordId) }, status: 'silent' } as never, {
        projection: { _id: 1 },
      })
      .toArray();
    const ids = new Set(silent.map(({ _id }) => String(_id)));
    return new Set(group.filter(({ entry }) => ids.has(entry.recordId)).map(({ entry }) => entry.id));
  },
  drop: (group, way) => dropTellings(keys(group, way)),
  accepted: (group, way, handle, at) => markAccepted(keys(group, way), handle, at),
  async failed(group, way, reason, last) {
    await markFailed(keys(group, way), reason, last ? LOST : null);
    const unaddressed = group.filter(({ receiver }) => !receiver).map(({ entry }) => entry.recordId);
    await markUnreachable(unaddressed, reason);
  },
  async gone(group) {
    const found = await recipients.collection
      .find({ _id: { $in: group.map(({ entry }) => entry.recordId) } } as never, { projection: { tellings: 1 } })
      .toArray();
    const accepted = new Set(
      found.flatMap(({ tellings }) => tellings.filter((one) => one.acceptedAt).map(({ id }) => id)),
    );
    const ways: Way[] = ['robot', 'workNotice', 'ding', 'sms', 'todo'];
    return new Set(
      group.filter(({ entry }) => ways.some((way) => accepted.has(tellingId(entry, way)))).map(({ entry }) => entry.id),
    );
  },
});

/** Todos that stood in for a message are ticked off once there is an answer. */
async function tickOff({ recordId }: OwedEntry, { dingtalk }: DeliveryDoors): Promise<Settlement> {
  const recipient = (await recipients.collection.findOne({ _id: recordId } as never)) as AlertRecipient | null;
  const receiver = recipient ? await receiverOf(recipient.person) : null;
  for (const { way, handle } of recipient?.tellings ?? []) {
    if (way !== 'todo' || !handle || !receiver) continue;
    try {
      await dingtalk.completeTodo(receiver.unionId, handle);
    } catch (error) {
      if (!(error instanceof DingTalkError)) throw error;
      if (error.kind !== 'refused') return { retry: error.message };
    }
  }
  return { done: true };
}

export const massAlertWireHandlers = (doors: DeliveryDoors): Record<string, Handler> => ({
  'massAlert.tickOff': each((entry) => tickOff(entry, doors)),
});
