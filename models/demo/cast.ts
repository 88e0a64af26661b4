import { type Actor } from '../core/access';
import { contactMasked, referenceOf, sealIdentity } from '../core/identityVault';
import { type County } from '../core/place';
import { actorOf, type Person } from '../people/people.schema';
import { peopleOfUnit, peopleWithRole, personById, unitsOfKind } from '../people/people.store';

/** A petitioner: only the reference is ever kept outside the vault. */
export interface Petitioner {
  actor: Actor;
  contactMasked: string | null;
  realName: boolean;
}
export interface Supervisor {
  actor: Actor;
  village: string | null;
}
export interface Branch {
  id: string;
  name: string;
  county: County;
  head: Person;
  officers: Person[];
}
/** Who appears in the demo's history: the people of the organisation, and petitioners from the vault. */
export interface Cast {
  operators: Person[];
  leader: Person;
  branches: Map<County, Branch>;
  supervisors: Supervisor[];
  petitioners: Petitioner[];
}

/** How many of the sixty rural supervisors report at all. */
const ACTIVE_SUPERVISORS = 24;
const PETITIONERS = 100;

const SURNAMES = '陈林王张李周徐胡朱郑吴沈刘黄孙何虞夏翁邬';
const GIVEN = '青红安平和顺云雨晴明';

async function branches(): Promise<Cast['branches']> {
  const found = await Promise.all(
    (await unitsOfKind('BRANCH')).map(async ({ _id, name, county, head }): Promise<Branch[]> => {
      const [leading, members] = await Promise.all([head ? personById(head) : null, peopleOfUnit(_id)]);
      const officers = members.filter(({ roles }) => roles.includes('officer') && !roles.includes('branchHead'));
      return county && leading && officers.length >= 2 ? [{ id: _id, name, county, head: leading, officers }] : [];
    }),
  );
  return new Map(found.flat().map((branch) => [branch.county, branch]));
}

/** References of fictional petitioners, put into the vault; those of an interrupted run are taken again. */
export async function sealPetitioners(known: readonly string[], now: Date): Promise<string[]> {
  const missing = Array.from({ length: PETITIONERS - known.length }, (_, index) => index + known.length);
  const sealed = missing.map((index) => {
    const name = `${SURNAMES.charAt(index % SURNAMES.length)}示${GIVEN.charAt(Math.floor(index / 10) % GIVEN.length)}`;
    const digits = String(5000 + index);
    return sealIdentity({ name, phone: `000-${digits}-${digits}`, consent: index % 10 < 6 }, now);
  });
  return [...known, ...(await Promise.all(sealed))];
}

async function petitioner(reference: string, index: number): Promise<Petitioner> {
  const { name, phone } = await contactMasked(reference);
  return {
    actor: { id: reference, roles: ['public'], county: null, grid: null, unit: null },
    contactMasked: [name, phone].filter(Boolean).join(' ') || null,
    realName: index % 10 < 6,
  };
}

/** The people of the organisation. @throws Error when it has not been read from DingTalk yet */
export async function organisationCast(): Promise<Omit<Cast, 'petitioners'>> {
  const [operators, leaders, rural, byCounty] = await Promise.all([
    peopleWithRole('dutyOperator'),
    peopleWithRole('bureauLeader'),
    peopleWithRole('ruralSupervisor'),
    branches(),
  ]);
  const [leader] = leaders;
  if (!leader || operators.length === 0 || rural.length === 0 || byCounty.size < 4)
    throw new Error(
      '通讯录里还没有演示所需的值班员、局领导、四个分局和监督员，请先运行一次 npm start 读入，再载入演示数据。',
    );
  const supervisors = rural
    .slice(0, ACTIVE_SUPERVISORS)
    .map((person) => ({ actor: actorOf(person, referenceOf(person._id)), village: person.village }));
  return { operators, leader, branches: byCounty, supervisors };
}

/** The petitioners behind these references. */
export const petitionersBehind = (references: readonly string[]): Promise<Petitioner[]> =>
  Promise.all(references.map(petitioner));
