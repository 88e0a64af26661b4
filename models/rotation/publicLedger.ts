/** 公开账本: who has carried what. Per unit due against carried, per person the services; for everybody on roll to read. Pure. */
import { policy } from '../core/policy';
import { balance, creditsOf, decimals, type PastRound, services } from './ledger';
import { type RotationMember, type RotationUnit } from './rotation.schema';

const counted = (pool: string) => (round: PastRound) =>
  round.pool === pool && round.sequence !== null && round.status !== 'calledOff';

/** Months with fewer or more rounds than usual; the months of the first and the latest round may be incomplete and stay out. */
function unusualMonths(past: readonly PastRound[]): string[] {
  const { min, max } = policy().rotation.roundsPerMonth;
  const months = new Map<string, number>();
  for (const { day } of past) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + 1);
  return [...months.entries()]
    .sort()
    .slice(1, -1)
    .filter(([, rounds]) => rounds < min || rounds > max)
    .map(([month, rounds]) => `${month}共${rounds}轮，通常每月${min}至${max}轮`);
}

/** The ledger of one pool. Person-times are seats of the draw; officers added outside it are not in the ledger. */
export function publicLedger(
  pool: string,
  past: readonly PastRound[],
  units: readonly RotationUnit[],
  members: readonly RotationMember[],
) {
  const { den, due, carried } = balance(past, pool);
  const credits = creditsOf(past, pool);
  const own = past.filter(counted(pool));
  const served = services(past);
  const taking = units.filter(({ county }) => pool === 'city' || county === pool);
  const total = [...carried.values()].reduce((sum, n) => sum + n, 0);
  return {
    pool,
    rounds: own.length,
    personTimes: total,
    warnings: unusualMonths(own),
    units: taking.map(({ _id, code, name }) => ({
      ...{ id: _id, code, name },
      headcount: members.filter(({ unit }) => unit === _id).length,
      due: decimals(due.get(_id) ?? 0n, den),
      carried: carried.get(_id) ?? 0,
      credit: decimals(BigInt(credits.num[_id] ?? '0'), BigInt(credits.den)),
    })),
    members: members
      .filter(({ unit }) => taking.some(({ _id }) => _id === unit))
      .map(({ _id, name, unit, orderNo }) => ({
        ...{ id: _id, name, unit, orderNo },
        servedCount: served.get(_id)?.servedCount ?? 0,
        lastServedAt: served.get(_id)?.lastServedAt ?? null,
      })),
  };
}
