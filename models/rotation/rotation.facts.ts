/** What has to be looked up before a step of a round is decided. */
import { absentDuring } from '../absence/absence.store';
import { endOfShanghaiDay, startOfShanghaiDay } from '../core/calendar';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { policy } from '../core/policy';
import { type Context } from '../core/workflow';
import { shiftsBetween } from '../duty/duty.store';
import { enterpriseById } from '../enterprise/enterprise.store';
import { namesOf, peopleWithRole } from '../people/people.store';
import { type OpeningFacts } from './drawing';
import { type Standing } from './frozen';
import { followOrganisation } from './members';
import { type Exclusion, type OpenRound, type Round } from './rotation.schema';
import { allUnits, membersOnRoll, pastRounds, rounds, roundsBetween } from './rotation.store';
import { sealTarget } from './sealed';

const HOUR = 3_600_000;

/** Who is absent or on duty on the days of the round, by one query each: a draw asks about everybody. */
async function awayDuring({ assembleAt, day, lastDay }: Round): Promise<Map<string, Exclusion[]>> {
  const [from, to] = [startOfShanghaiDay(day), endOfShanghaiDay(lastDay)];
  const margin = policy().rotation.shiftHours * HOUR;
  const [absent, shifts] = await Promise.all([
    absentDuring(from, to),
    shiftsBetween(new Date(assembleAt.getTime() - margin), new Date(to.getTime() + margin)),
  ]);
  const away = new Map<string, Exclusion[]>([...absent].map(([person, { kind }]) => [person, [kind]]));
  const onDuty = shifts.flatMap(({ seats }) => seats.filter(({ state }) => state !== 'absent'));
  for (const person of new Set(onDuty.map((seat) => seat.person)))
    away.set(person, [...(away.get(person) ?? []), 'ON_DUTY']);
  return away;
}

/** Everything a draw of this round may look at. */
export async function standingFor(round: Round): Promise<Standing> {
  const [units, members, past, away, leaders] = await Promise.all([
    allUnits(),
    membersOnRoll(),
    pastRounds(),
    awayDuring(round),
    peopleWithRole('bureauLeader'),
  ]);
  return { units, members, past, away, leaders: leaders.map(({ _id: id, name }) => ({ id, name })) };
}

async function standing(id: string): Promise<Standing> {
  const round = await read(rounds, id);
  if (!round) throw new DomainError('NOT_FOUND', '没有找到这一轮抽调，请返回列表刷新。', { id });
  return standingFor(round);
}

const asItStands: Lookup = (_input, id) => standing(id);
const asOfToday: Lookup = async (_input, id, { now }) => {
  await followOrganisation(now);
  return standing(id);
};

/** What opening needs; the target is sealed here and forgotten. */
export async function openingFacts(
  id: string,
  { target, assembleAt, county }: OpenRound,
  opener: string,
): Promise<OpeningFacts> {
  const month = new Date(assembleAt.getTime() + 8 * HOUR).toISOString().slice(0, 7);
  const [names, inMonth, enterprise] = await Promise.all([
    namesOf([opener]),
    roundsBetween(county ?? 'city', `${month}-01`, `${month}-31`),
    target ? enterpriseById(target) : null,
  ]);
  if (target && !enterprise)
    throw new DomainError('INVALID_INPUT', '没有找到这家企业，请重新选择检查对象，或留空。', { round: id });
  return {
    openedByName: names.get(opener) ?? opener,
    inMonth,
    targetNames: enterprise ? [enterprise.name, ...enterprise.shortNames] : [],
    target: enterprise ? sealTarget(id, enterprise._id) : null,
  };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;

export const rotationFacts: Partial<Record<string, Lookup>> = {
  preview: asOfToday,
  draw: asOfToday,
  approveDecline: asItStands,
  refuseDecline: asItStands,
  appoint: asItStands,
  wake: asItStands,
};
