/** What proves a daily-penalty case (评查细则 第22至24项): the order came first, the recheck in time, both after the original decision. */
import { shanghaiDay } from '../core/calendar';
import { read } from '../core/journal';
import { roundsOf } from '../followUp/deciding';
import { originalOf } from '../followUp/followUp.facts';
import { followUps } from '../followUp/followUp.store';
import { penaltyCases } from '../penalty/penalty.store';
import { checkDaily, type ChargedRound, type OriginalPenalty } from './dailyCheck';

/** One veto item: whether it holds, why, and the record that proves it. */
export interface DailyProof {
  ok: boolean;
  because: string;
  proof: { kind: 'record'; id: string; label: string } | null;
}
export interface DailyFacts {
  followUp: string;
  original: OriginalPenalty;
  rounds: ChargedRound[];
  days: number;
  fineFen: number;
  orderFirst: DailyProof;
  recheckInTime: DailyProof;
  afterOriginal: DailyProof;
}

/** The facts behind a daily-penalty case; null when the case is none. */
export async function dailyFacts(penaltyCase: string): Promise<DailyFacts | null> {
  const followUp = await followUps.collection.findOne({ cases: penaltyCase } as never);
  const counted = followUp?.visits.filter(({ chargedBy }) => chargedBy === penaltyCase) ?? [];
  if (!followUp || counted.length === 0) return null;
  const [original, daily] = await Promise.all([read(penaltyCases, followUp.case), read(penaltyCases, penaltyCase)]);
  const chargedHere = new Set(counted.map(({ inspection }) => inspection));
  const visits = followUp.visits.map((visit) =>
    chargedHere.has(visit.inspection) ? { ...visit, chargedBy: null } : { ...visit, chargedBy: visit.chargedBy ?? '-' },
  );
  const known = originalOf(original, followUp.case);
  const { rounds, days, fineFen } = checkDaily(known, roundsOf({ orders: followUp.orders, visits }));
  const [first, last] = [rounds[0], rounds.at(-1)];
  const decidedOn = daily?.decision ? shanghaiDay(daily.decision.at) : null;
  const after = known.servedOn !== null && (decidedOn === null || decidedOn >= known.servedOn);
  const record = (id: string, label: string) => ({ kind: 'record' as const, id, label });
  return {
    ...{ followUp: followUp._id, original: known, rounds, days, fineFen },
    orderFirst: {
      ok: rounds.length > 0,
      because: first ? `${first.order.no}，${first.order.servedOn} 送达，先于复查` : '复查之前没有送达责令改正',
      proof: first ? record(first.order.id, first.order.no) : null,
    },
    recheckInTime: {
      ok: rounds.length === counted.length,
      because: last
        ? rounds.map(({ recheck, to, days: n }) => `${recheck.on} 复查（计到 ${to}，${n} 天）`).join('；')
        : '复查不在责令改正送达之后三十日内',
      proof: last?.recheck.siteRecord ? record(last.recheck.siteRecord, `复查笔录 ${last.recheck.on}`) : null,
    },
    afterOriginal: {
      ok: after,
      because: after
        ? `原处罚决定 ${known.no ?? ''} ${known.servedOn ?? ''} 送达，先于按日连续处罚`
        : '原处罚决定还没有送达，不能先作出按日连续处罚',
      proof: record(followUp.case, known.no ?? '原处罚案件'),
    },
  };
}
