/** Who belongs to which pool of a roster: by the rules of the policy, with people added and left out by hand. Pure. */
import { type Person } from '../people/people.schema';
import { type Need, type Pattern, type PoolRule, postKey } from './pattern';
import { type Pool } from './planner';

export type Staff = Pick<Person, '_id' | 'name' | 'roles' | 'unitName' | 'county' | 'pinyin'>;

/** Somebody put into a pool by hand: they leave every other. */
export interface Included extends Pick<Need, 'post' | 'county'> {
  person: string;
}

/** Whether somebody belongs on this post by its rules; said before a person is put there by hand. */
export function fits(
  { roles, unitName, county }: Omit<Staff, '_id' | 'name' | 'pinyin'>,
  need: Pick<Need, 'post' | 'county'>,
  rules: readonly PoolRule[],
): boolean {
  return rules.some(
    (rule) =>
      rule.post === need.post &&
      (rule.roles.length === 0 || rule.roles.some((role) => roles.includes(role))) &&
      (rule.units.length === 0 || (unitName !== null && rule.units.includes(unitName))) &&
      (!rule.ownCounty || county === need.county),
  );
}

/** One pool per post of the pattern. Everybody is in one pool at most, the first of the rules they fit, so that no one carries twice. */
export function poolsOf(
  pattern: Pattern,
  rules: readonly PoolRule[],
  staff: readonly Staff[],
  { included, excluded }: { included: readonly Included[]; excluded: readonly string[] },
): Pool[] {
  const order = rules.map(({ post }) => post);
  const posts = [...new Map(pattern.flatMap(({ needs }) => needs).map((need) => [postKey(need), need])).values()].sort(
    (a, b) => order.indexOf(a.post) - order.indexOf(b.post),
  );
  const byHand = new Map(included.map((one) => [one.person, postKey(one)]));
  const taken = new Set(excluded);
  return posts.map(({ post, county }) => {
    const key = postKey({ post, county });
    const people = staff.filter((person) => {
      if (taken.has(person._id)) return false;
      const chosen = byHand.get(person._id);
      return chosen ? chosen === key : fits(person, { post, county }, rules);
    });
    for (const { _id } of people) taken.add(_id);
    return { post, county, people: people.map(({ _id: id, name }) => ({ id, name })) };
  });
}
