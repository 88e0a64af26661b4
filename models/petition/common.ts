/** What the steps of a petition share: its title, the assignments it gives, its clocks. */
import { assign } from '../assignment/assignment.effects';
import { addCalendarDays, endOfShanghaiDay, shanghaiDay } from '../core/calendar';
import { policy } from '../core/policy';
import { type Effect } from '../core/workflow';
import { type Attachment, type Petition } from './petition.schema';

/** What was harmed, as the title of a matter says it. */
export const MEDIUM_WORDS: Record<NonNullable<Petition['medium']>, string> = {
  WATER: '水污染',
  AIR_ODOUR: '废气异味',
  NOISE: '噪声',
  DUST: '扬尘',
  SOLID: '固废',
  HAZWASTE: '危废',
  SEA: '海洋污染',
  RADIATION: '辐射',
  ECO: '生态破坏',
  OTHER: '环境问题',
};

/** Number and subject for lists and cards: no personal data, no words of the petitioner. */
export const titleOf = ({ no, medium, place }: Pick<Petition, 'no' | 'medium' | 'place'>): string =>
  [no ?? '待登记', medium ? MEDIUM_WORDS[medium] : '', place?.slice(0, 20) ?? ''].filter(Boolean).join(' · ');

/** Tell the petitioner, if there is one to tell, that something became of their petition; nothing is asked of them. */
export const informed = (petition: Petition): Effect[] =>
  petition.reporter
    ? [assign({ person: petition.reporter, purpose: 'petition.informed', title: titleOf(petition), ladder: false })]
    : [];

/** What every assignment of bureau staff on this petition carries. */
export const duty = (petition: Petition) => ({
  title: titleOf(petition),
  urgency: petition.urgency ?? ('NORMAL' as const),
  county: petition.county,
  dueAt: petition.dueAt,
});

/** Fetch what DingTalk keeps only for a while. A lane of its own: one file waits for no other. */
export const fetchLater = ({ id }: Attachment): Effect => ({
  kind: 'attachment.fetch',
  lane: `attachment:${id}`,
  data: { attachment: id },
});

/** The time a reply may take, by the path of handling. 信访工作条例 第三十四条; 生态环境行政处罚办法 第十八条. */
export const periodOf = ({ path }: Petition) =>
  path === 'DUTY_APPLICATION' ? policy().petition.duty : policy().petition.opinion;

/** By how much that time may be extended, once. */
export const extensionOf = ({ path }: Petition) =>
  path === 'DUTY_APPLICATION' ? policy().petition.dutyExtension : policy().petition.opinionExtension;

/** Some days before the deadline, but never in the past; after that, the deadline itself. */
export function remindAt(dueAt: Date, now: Date): Date {
  const early = endOfShanghaiDay(addCalendarDays(shanghaiDay(dueAt), -policy().petition.remindBeforeDays));
  return early > now ? early : dueAt;
}
