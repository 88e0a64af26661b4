/** The team as it stands: who holds which slot, and what follows from that. Pure, and safe in the browser. */
import { type FlyingInspection, type Member } from './flying.schema';

type Team = Pick<FlyingInspection, 'members'>;

/** Who holds a place now, by slot. */
export const standing = ({ members }: Team): Member[] =>
  members.filter(({ state }) => state !== 'left').sort((a, b) => a.slot - b.slot);

/** The place this person holds now; undefined when they have none. */
export const seatOf = (team: Team, person: string): Member | undefined =>
  standing(team).find((member) => member.person === person);

/** Two at least who are there and have said that nothing stands against them; all of the drawn are certified. */
export const certifiedEnough = (team: Team): boolean =>
  standing(team).filter(({ state, conflict }) => state === 'arrived' && conflict === false).length >= 2;

/** Who goes: those who are there and have stated no conflict. The others do not know yet where to. */
export const goers = (team: Team): Member[] =>
  standing(team).filter(({ state, conflict }) => state === 'arrived' && conflict !== true);

export const withMember = <T extends Team>(flying: T, id: string, change: Partial<Member>): T => ({
  ...flying,
  members: flying.members.map((member) => (member.id === id ? { ...member, ...change } : member)),
});
