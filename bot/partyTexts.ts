/** The texts to parties: number of the case and link, or a code. Whoever looks over a shoulder learns nothing of the case. */
import { type Handler, type OwedEntry, type Settlement } from '../models/core/outbox';
import { policy } from '../models/core/policy';
import { read } from '../models/core/journal';
import { shanghaiDay } from '../models/core/calendar';
import { addresseesOf } from '../models/party/link';
import { ToldParty } from '../models/party/party.schema';
import { penaltyCases } from '../models/penalty/penalty.store';
import { DingTalkError } from './dingtalk/client';
import { type SmsGateway } from './smsGateway';

interface TextDoors {
  /** Absent where the bureau has no gateway. */
  sms?: SmsGateway | undefined;
  /** Address of the product, without a slash at the end. */
  appUrl: string;
}

const signed = (words: string) => `【${policy().documents.bureau}】${words}`;

/** The link stands behind `#`: no server on the way writes it down. */
export const linkText = (no: string, url: string, until: Date): string =>
  signed(`编号${no}的事项有新的文书或进展，请在${shanghaiDay(until)}前点开查看：${url} 请勿转发。`);

/** For the door that asks for a code (server/party.routes.ts). */
export const codeText = (code: string): string =>
  signed(`验证码${code}，${String(policy().party.codeMinutes)}分钟内有效。请勿告诉他人，工作人员不会索要验证码。`);

async function tell({ id, data }: OwedEntry, now: Date, { sms, appUrl }: TextDoors): Promise<Settlement> {
  const { case: caseId, link } = ToldParty.parse(data);
  const [found, penalty] = await Promise.all([addresseesOf(caseId, now, link), read(penaltyCases, caseId)]);
  if (found.length === 0 || !penalty) return { done: true };
  if (!sms) return { impossible: 'no SMS gateway is set' };
  for (const { link: way, mobile, token, expiresAt } of found) {
    const text = linkText(penalty.filing?.no ?? penalty.no ?? '', `${appUrl}/party#${token}`, expiresAt);
    await sms({ id: `${id}:${way}`, mobile, text, at: now });
  }
  return { done: true };
}

const failed = (error: unknown): Settlement =>
  error instanceof DingTalkError && error.code !== 'NO_GATEWAY'
    ? { impossible: String(error) }
    : { retry: String(error) };

/** Texts owed by records. The gateway drops a repeated id, so a text that went out before a crash is not heard twice. */
export const partyTextHandlers = (doors: TextDoors): Record<string, Handler> => ({
  'party.tell': (entries, now) => Promise.all(entries.map((entry) => tell(entry, now, doors).catch(failed))),
});
