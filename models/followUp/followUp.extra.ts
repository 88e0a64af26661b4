/** What the page of a follow-up shows beyond its outline: obligations, photos side by side, the days of a daily penalty one by one. */
import { shanghaiDay } from '../core/calendar';
import { type Reader } from '../core/face';
import { read, type Stored } from '../core/journal';
import { metresBetween } from '../core/place';
import { checkDaily } from '../dailyPenalty/dailyCheck';
import { countedDays, recheckWindow } from '../dailyPenalty/dailyDays';
import { type Evidence } from '../evidence/evidence.schema';
import { evidenceOf } from '../evidence/evidence.store';
import { penaltyCases } from '../penalty/penalty.store';
import { openVisit, visitDue } from './clocks';
import { roundsOf } from './deciding';
import { isPaid, originalOf } from './followUp.facts';
import { FINDINGS, type FollowUp, OBLIGATIONS, RESULTS, WAITING } from './followUp.schema';

const dayNumber = (day: string) => Math.round(Date.parse(day) / 86_400_000);

/** A photo with when and where it was taken, as far as the server has it; `metres` is how far apart the two were taken. */
function photo(sha256: string, known: ReadonlyMap<string, Evidence>) {
  const taken = known.get(sha256)?.taken;
  return { sha256, takenAt: taken?.takenAt ?? null, location: taken?.position?.location ?? null };
}

function pairsOf({ visits }: FollowUp, known: ReadonlyMap<string, Evidence>) {
  return visits.flatMap(({ pairs, inspection }) =>
    pairs.map((pair) => {
      const [before, after] = [photo(pair.before, known), photo(pair.after, known)];
      const metres =
        before.location && after.location ? Math.round(metresBetween(before.location, after.location)) : null;
      return { inspection, before, after, metres };
    }),
  );
}

/** The recheck window that is running: its first and last day, and which day today is. */
function windowOf(followUp: FollowUp, today: string) {
  const visit = WAITING.includes(followUp.status) ? openVisit(followUp) : undefined;
  const order = followUp.orders.find(({ id }) => id === visit?.order);
  if (!order) return null;
  const { from, to } = recheckWindow(order.servedOn);
  return { order: order.no, servedOn: order.servedOn, from, to, day: dayNumber(today) - dayNumber(order.servedOn) };
}

/** The daily penalty as it would be counted now; null while no recheck found anything that could be counted. */
function dailyOf(followUp: FollowUp, original: ReturnType<typeof originalOf>) {
  const rounds = roundsOf(followUp);
  const applies = followUp.unannounced && rounds.length > 0 && ['dailyCheck', 'penalised'].includes(followUp.status);
  if (!applies) return null;
  const check = checkDaily(original, rounds);
  return {
    ...{ ok: check.ok, points: check.points, days: check.days, fineFen: check.fineFen, originalFen: original.fineFen },
    rounds: check.rounds.map(({ order, recheck, from, to, days }) => ({
      ...{ order: order.no, servedOn: order.servedOn, recheckOn: recheck.on, from, to, days },
      list: countedDays({ orderServedOn: before(from), recheckOn: to }).map(({ day }) => day),
    })),
  };
}
const before = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);

/** Numbers of the cases that came of it. */
async function casesOf(ids: readonly string[]) {
  const found = await penaltyCases.collection
    .find({ _id: { $in: [...ids] } } as never, { projection: { no: 1 } })
    .toArray();
  return ids.map((id) => ({ id, no: found.find(({ _id }) => String(_id) === id)?.no ?? null }));
}

export async function followUpExtra(followUp: Stored<FollowUp>, { now }: Reader) {
  const hashes = [...followUp.before, ...followUp.visits.flatMap(({ pairs }) => pairs.map(({ after }) => after))];
  const [found, evidence, cases] = await Promise.all([
    read(penaltyCases, followUp.case),
    evidenceOf(hashes),
    casesOf(followUp.cases),
  ]);
  const known = new Map(evidence.map((one) => [one._id, one]));
  const { items, visits, extension, orders, signedOff, endedReason, partyName, unannounced, dueOn } = followUp;
  const paid = isPaid(found);
  const visit = openVisit(followUp);
  return {
    ...{ case: followUp.case, caseNo: followUp.caseNo, partyName, unannounced, orders, cases, endedReason, extension },
    items: items.map(({ id, obligation, text, dueOn: day, from, result }) => ({
      ...{ id, obligation, label: OBLIGATIONS[obligation], text, dueOn: day, from: from.no },
      state: obligation === 'PAY' ? (paid ? 'DONE' : null) : (result?.result ?? null),
      words: obligation === 'PAY' ? (paid ? '已缴清' : '以银行到账为准') : result ? RESULTS[result.result] : '待核查',
      note: result?.note ?? '',
    })),
    before: followUp.before
      .map((sha256) => photo(sha256, known))
      .filter(({ sha256 }) => (known.get(sha256)?.taken.kind ?? 'photo') === 'photo'),
    pairs: pairsOf(followUp, known),
    visits: visits.map(({ inspection, at, finding, note, reports, dueAt, siteRecord }) => ({
      ...{ inspection, at, finding: finding && FINDINGS[finding], note, reports, dueAt, siteRecord },
    })),
    visit: visit ? { inspection: visit.inspection, unannounced: visit.unannounced, dueAt: visit.dueAt } : null,
    window: windowOf(followUp, shanghaiDay(now)),
    daily: dailyOf(followUp, originalOf(found, followUp.case)),
    signedOff: signedOff && { at: signedOff.at, name: signedOff.name, note: signedOff.note },
    warnings: visitDue(dueOn, now).warnings,
  };
}
