/**
 * Whether days may be punished, point by point with the reason, and how many come together over several rechecks. Pure; runs in the browser.
 * Source: 生态环境法典 第一千零六十条; 按日连续处罚办法（令第28号）第五条 (which acts), 第十条 (recheck), 第十二至十四条 (not corrected, refusing),
 * 第十六至十九条 (after the original decision; days add up; each recheck has its own order).
 */
import { policy } from '../core/policy';
import { dailyDays, dailyFine } from './dailyDays';

/** One recheck under one order. `charged`: its days stand in an earlier daily-penalty case. */
export interface DailyRound {
  order: { id: string; no: string; servedOn: string } | null;
  /** `on`: day of the arrival on site. */
  recheck: { inspection: string; siteRecord: string | null; on: string };
  finding: 'CONTINUES' | 'REFUSED' | 'STOPPED' | 'MEASURE' | 'OTHER';
  charged: boolean;
}

/** The case whose fine is multiplied. `servedOn` null: the decision has not been served. */
export interface OriginalPenalty {
  id: string;
  no: string | null;
  offences: readonly string[];
  fineFen: number;
  decidedOn: string | null;
  servedOn: string | null;
}

export interface DailyPoint {
  title: string;
  ok: boolean;
  because: string;
}
/** A recheck whose days count. `from` and `to` are the first and the last day. */
export interface ChargedRound {
  order: NonNullable<DailyRound['order']>;
  recheck: DailyRound['recheck'];
  days: number;
  from: string;
  to: string;
}
export interface DailyCheck {
  ok: boolean;
  points: DailyPoint[];
  rounds: ChargedRound[];
  /** All of them together. */
  days: number;
  fineFen: number;
}

const CONTINUING: readonly DailyRound['finding'][] = ['CONTINUES', 'REFUSED'];
const FOUND = {
  CONTINUES: '复查时仍在违法排放或者倾倒',
  REFUSED: '拒绝、阻挠复查，视为拒不改正',
  STOPPED: '复查时已经停止或者改正，不按日连续处罚',
  MEASURE: '查封、扣押或者停产已使排放终止，不同时按日连续处罚',
  OTHER: '不涉及违法排放、倾倒或者处置',
} as const;

/** Whether this offence is one whose continuing is punished by the day. */
export const isDailyOffence = (offence: string): boolean => policy().dailyPenalty.offences.includes(offence);

function chargeable({ order, recheck, finding, charged }: DailyRound): ChargedRound[] {
  if (charged || !order || !CONTINUING.includes(finding)) return [];
  const counted = dailyDays({ orderServedOn: order.servedOn, recheckOn: recheck.on });
  return counted.ok ? [{ order, recheck, days: counted.days, from: counted.from, to: counted.to }] : [];
}

/** Two orders may run side by side; no day is punished twice. */
function withoutOverlap(rounds: readonly ChargedRound[], lastCharged: string): ChargedRound[] {
  let last = lastCharged;
  return rounds.flatMap((round) => {
    const from = round.from > last ? round.from : nextDay(last);
    const counted = dailyDays({ orderServedOn: dayBefore(from), recheckOn: round.to });
    if (from > round.to || !counted.ok) return [];
    last = round.to;
    return [{ ...round, from, days: counted.days }];
  });
}
const shifted = (day: string, by: number) => new Date(Date.parse(day) + by * 86_400_000).toISOString().slice(0, 10);
const nextDay = (day: string) => shifted(day, 1);
const dayBefore = (day: string) => shifted(day, -1);

function roundPoints({ order, recheck, finding }: DailyRound): DailyPoint[] {
  const first: DailyPoint = {
    title: '先送达责令改正',
    ok: order !== null,
    because: order
      ? `${order.no}，${order.servedOn} 送达`
      : '这次复查之前没有送达责令改正，请先作出并送达责令改正，再暗查。',
  };
  const counted = order && dailyDays({ orderServedOn: order.servedOn, recheckOn: recheck.on });
  const within: DailyPoint[] = counted
    ? [
        {
          title: '复查在期限内',
          ok: counted.ok,
          because: counted.ok ? `${recheck.on} 复查，是送达后第 ${counted.days} 天` : counted.because,
        },
      ]
    : [];
  return [first, ...within, { title: '拒不改正', ok: CONTINUING.includes(finding), because: FOUND[finding] }];
}

function originalPoints({ offences, fineFen, decidedOn, servedOn, no }: OriginalPenalty): DailyPoint[] {
  const daily = offences.some(isDailyOffence);
  const decided = decidedOn !== null && servedOn !== null && fineFen > 0;
  return [
    {
      title: '属于可以按日连续处罚的违法行为',
      ok: daily,
      because: daily
        ? '原案是违法排放、倾倒或者处置并处罚款'
        : '原案不是违法排放、倾倒或者处置，不能按日连续处罚；仍未改正的，请作为新线索处理。',
    },
    {
      title: '在原处罚决定之后',
      ok: decided,
      because: decided
        ? `原处罚决定 ${no ?? ''} ${decidedOn} 作出，${servedOn} 送达`
        : '原处罚决定还没有作出并送达罚款，请等原处罚决定送达之后再提请。',
    },
  ];
}

/** What can be punished now: the rechecks not yet counted elsewhere, in the order of their days. */
export function checkDaily(original: OriginalPenalty, all: readonly DailyRound[]): DailyCheck {
  const rounds = [...all].sort((a, b) => (a.recheck.on < b.recheck.on ? -1 : 1));
  const open = rounds.filter(({ charged }) => !charged);
  const lastCharged = rounds.filter(({ charged }) => charged).at(-1)?.recheck.on ?? '';
  const charged = withoutOverlap(open.flatMap(chargeable), lastCharged);
  const latest = open.at(-1);
  const points = [
    ...originalPoints(original),
    ...(latest
      ? roundPoints(latest)
      : [{ title: '复查', ok: false, because: '还没有尚未计算的复查，请先重新责令改正并暗查。' }]),
  ];
  const days = charged.reduce((sum, round) => sum + round.days, 0);
  const ok = originalPoints(original).every((point) => point.ok) && days > 0;
  return { ok, points, rounds: charged, days, fineFen: ok ? dailyFine(original.fineFen, days) : 0 };
}
