/** What has to be looked up before a document is made on site: the officers, their certificates, the number, who leads. */
import { type Actor, permits } from '../core/access';
import { DomainError } from '../core/errors';
import { type Store } from '../core/journal';
import { type Stateful } from '../core/workflow';
import { people, peopleWithRole } from '../people/people.store';
import { type Numbered, numberFor } from '../template/numbering';
import { editionOf } from '../template/template.store';
import { type ActingOfficer, type Begun } from './serving.schema';
import { type BegunFacts, isValidOn } from './serving';

/**
 * The two officers, with the certificates they showed.
 *
 * @throws DomainError INVALID_INPUT when one is unknown, has left, or has no certificate valid on the day (行政处罚法 第四十二条)
 */
async function officersOf(ids: readonly string[], at: Date): Promise<ActingOfficer[]> {
  const found = await people.find({ _id: { $in: [...ids] }, active: true }).toArray();
  return ids.map((id) => {
    const person = found.find(({ _id }) => _id === id);
    if (!person) throw new DomainError('INVALID_INPUT', '有一名执法人员不在通讯录里，请重新选择。', { id });
    const { name, certificateNo, certificateValidTo } = person;
    if (!certificateNo || !certificateValidTo || !isValidOn(certificateValidTo, at))
      throw new DomainError('INVALID_INPUT', `${name}当天没有有效的执法证，不能办理，请换一名持证人员。`, { id });
    return { id, name, certificateNo, certificateValidTo };
  });
}

/**
 * What `beginning` needs. The number is taken last, so that a refusal wastes none.
 *
 * @param at when it happened on site
 * @throws DomainError NOT_PERMITTED when the actor is not one of the two | INVALID_INPUT
 */
export async function begunFacts(
  kind: Numbered,
  id: string,
  input: Begun,
  { actor, now, at }: { actor: Actor; now: Date; at: Date },
): Promise<BegunFacts> {
  if (!permits('enforceOnSite', actor, input))
    throw new DomainError('NOT_PERMITTED', '只有现场的两名执法人员本人可以作出，请由其中一人提交。', { id });
  const officers = await officersOf(input.team, at);
  if (input.edition !== null) await requireEdition(kind, input.edition);
  const own = await people.findOne({ _id: actor.id }, { projection: { county: 1 } });
  const no = await numberFor(kind, id, actor.id, input.no, now);
  return { no, officers, authority: own?.county ?? null };
}

/** @throws DomainError INVALID_INPUT */
async function requireEdition(kind: Numbered, edition: string): Promise<void> {
  const found = await editionOf(edition).catch(() => null);
  const wasInForce = found?.kind === kind && found.inForceAt !== null;
  if (!wasInForce) throw new DomainError('INVALID_INPUT', '文书模板版本不对，请联网更新后重新生成文书。', { edition });
}

/** Who approves in this county: its branch heads, then the leaders of the bureau; never one of the two officers. */
export async function approversOf(county: string, team: readonly string[]): Promise<string[]> {
  const [heads, leaders] = await Promise.all([peopleWithRole('branchHead', county), peopleWithRole('bureauLeader')]);
  const free = (found: readonly { _id: string }[]) => found.map(({ _id }) => _id).filter((id) => !team.includes(id));
  const own = free(heads);
  return own.length > 0 ? own : free(leaders);
}

/** `approversOf` the record with this id, as a fact of a step. */
export const approversFor =
  <D extends Stateful & { county: string; team: string[] }>({ collection }: Store<D>) =>
  async (_input: unknown, id: string): Promise<string[]> => {
    const found = await collection.findOne({ _id: id } as never, { projection: { county: 1, team: 1 } });
    return found ? approversOf(found.county, found.team) : [];
  };
