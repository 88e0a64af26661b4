/** The clocks of a transfer: who has to act until when, when they are reminded, and what happens when it is too late. Pure. */
import { deadline, type Deadline, type ExplainedDay, minutes } from '../core/calendar';
import { policy } from '../core/policy';
import { type CriminalTransfer } from './transfer.schema';

export type ClockName =
  'decide' | 'send' | 'receipt' | 'police' | 'supplement' | 'reconsider' | 'reconsideration' | 'items' | 'platform';

interface Words {
  label: string;
  /** Who is told, and under which purpose. */
  who: 'head' | 'group';
  purpose: `transfer.${string}`;
}
export const CLOCKS: Readonly<Record<ClockName, Words>> = {
  decide: { label: '主要负责人决定', who: 'head', purpose: 'transfer.decide' },
  send: { label: '送交公安机关', who: 'group', purpose: 'transfer.send' },
  receipt: { label: '公安回执', who: 'group', purpose: 'transfer.police' },
  police: { label: '公安审查答复', who: 'group', purpose: 'transfer.police' },
  supplement: { label: '补充材料', who: 'group', purpose: 'transfer.supplement' },
  reconsider: { label: '提请公安复议', who: 'group', purpose: 'transfer.reconsider' },
  reconsideration: { label: '公安答复复议', who: 'group', purpose: 'transfer.police' },
  items: { label: '移交涉案物品', who: 'group', purpose: 'transfer.items' },
  platform: { label: '录入信息平台', who: 'group', purpose: 'transfer.platform' },
};

export interface TransferClock {
  name: ClockName;
  dueAt: Date;
}

/** The clocks that run now. */
export function runningClocks(transfer: CriminalTransfer): TransferClock[] {
  const { status, reported, sendBy, receiptBy, policeBy, supplementBy, reconsiderBy, reconsideration } = transfer;
  const own: Partial<Record<CriminalTransfer['status'], [ClockName, Date | null | undefined]>> = {
    reported: ['decide', reported?.dueAt],
    approved: ['send', sendBy],
    sent: ['receipt', receiptBy],
    received: ['police', policeBy],
    supplement: ['supplement', supplementBy],
    notFiled: ['reconsider', reconsiderBy],
    reconsidered: ['reconsideration', reconsideration?.dueAt],
    filed: ['items', transfer.itemsBy],
  };
  const [name, dueAt] = own[status] ?? [];
  const entries = transfer.platform.filter(({ at }) => at === null);
  return [
    ...(name && dueAt ? [{ name, dueAt }] : []),
    ...entries.map((entry) => ({ name: 'platform' as const, dueAt: entry.dueAt })),
  ].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
}

export interface TransferAlarm {
  id: string;
  at: Date;
  clock: TransferClock;
  late: boolean;
}

const SHORT: readonly ClockName[] = ['send', 'receipt'];
const HOUR = minutes(60);

/** A reminder before each clock is over and one when it is, those already told left out, the first to come first. */
export function alarmsOf(transfer: CriminalTransfer): TransferAlarm[] {
  const { remindHours, remindShortHours } = policy().transfer;
  return runningClocks(transfer)
    .flatMap((clock): TransferAlarm[] => {
      const hours = SHORT.includes(clock.name) ? remindShortHours : remindHours;
      const key = `${clock.name}:${clock.dueAt.toISOString()}`;
      return [
        { id: `remind:${key}`, at: new Date(clock.dueAt.getTime() - hours * HOUR), clock, late: false },
        { id: `late:${key}`, at: clock.dueAt, clock, late: true },
      ];
    })
    .filter(({ id }) => !transfer.alarms.includes(id))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

type Figures = ReturnType<typeof policy>['transfer'];
type PeriodName = { [K in keyof Figures]: Figures[K] extends { n: number } ? K : never }[keyof Figures];
type HoursName = 'sendHours' | 'receiptHours';

/** The end of one of the configured periods; one that ends on a rest day ends on the next working day (行刑衔接办法 第三十八条). */
export const periodEnd = (name: PeriodName, from: Date): Deadline => deadline({ from, ...policy().transfer[name] });
/** Hours run through nights and holidays. */
export const hoursEnd = (name: HoursName, from: Date): Date =>
  deadline({ from, n: policy().transfer[name], unit: 'h' }).dueAt;

/** From when and by which period each clock was computed, so that a page can explain its days. */
export function explained(transfer: CriminalTransfer, { name, dueAt }: TransferClock): ExplainedDay[] {
  const { reported, receipt, answer, reconsideration, term } = transfer;
  const police: PeriodName =
    transfer.kind === 'DETENTION'
      ? 'detentionAnswer'
      : ({ PLAIN: 'policePlain', CHECK: 'policeCheck', COMPLEX: 'policeComplex' } as const)[term];
  const from: Partial<Record<ClockName, [PeriodName, Date | undefined]>> = {
    decide: ['decide', reported?.at],
    police: [police, receipt?.at],
    reconsider: ['reconsider', answer?.at],
    reconsideration: ['reconsiderAnswer', reconsideration?.at],
    items: ['items', answer?.at],
  };
  const [period, start] = from[name] ?? [];
  const found = period && start ? periodEnd(period, start) : null;
  return found?.dueAt.getTime() === dueAt.getTime() ? found.explain : [];
}
