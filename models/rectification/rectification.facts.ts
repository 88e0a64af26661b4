/** What has to be looked up before a step of a rectification item, and before one is entered. */
import { type Actor, permits } from '../core/access';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { type Context } from '../core/workflow';
import { enterpriseById } from '../enterprise/enterprise.store';
import { penaltyCases } from '../penalty/penalty.store';
import { personById } from '../people/people.store';
import { approversOf } from '../serving/serving.facts';
import { type FoundFacts } from './rectification';
import { type FoundRectification, type HandOver } from './rectification.schema';
import { rectifications } from './rectification.store';

async function partyOf(said: FoundRectification, actor: Actor) {
  if (said.case) {
    const found = await read(penaltyCases, said.case);
    if (!found || !permits('seeCase', actor, found))
      throw new DomainError('NOT_FOUND', '没有找到这件处罚案件，或者您看不到那一件，请核对后再提交。', {
        case: said.case,
      });
    const { party, county, enterprise } = found;
    return { county, party: { name: party.name, uscc: party.uscc, enterprise } };
  }
  const enterprise = said.enterprise ? await enterpriseById(said.enterprise) : null;
  if (said.enterprise && !enterprise)
    throw new DomainError('INVALID_INPUT', '企业名录里没有这家企业，请重新选择。', {
      fields: [{ field: 'enterprise' }],
    });
  const county = enterprise?.county ?? said.county;
  const name = enterprise?.name ?? said.partyName;
  if (!county || !name)
    throw new DomainError('INVALID_INPUT', '请选择企业；没有企业的，写明单位名称和所在县区。', {
      fields: [{ field: 'enterprise' }],
    });
  return { county, party: { name, uscc: null, enterprise: enterprise?._id ?? null } };
}

/** @throws DomainError NOT_FOUND | INVALID_INPUT */
export async function foundFacts(said: FoundRectification, actor: Actor): Promise<FoundFacts> {
  const where = await partyOf(said, actor);
  const person = await personById(said.supervisor ?? actor.id);
  if (!person)
    throw new DomainError('INVALID_INPUT', '通讯录里没有这个督办人，请重新选择。', {
      fields: [{ field: 'supervisor' }],
    });
  return { ...where, supervisor: { id: person._id, name: person.name } };
}

async function headsOf(_input: unknown, id: string): Promise<string[]> {
  const item = await read(rectifications, id);
  return item ? approversOf(item.county, [item.supervisor]) : [];
}
async function usccOf(_input: unknown, id: string): Promise<string | null> {
  const item = await read(rectifications, id);
  const found = item?.case ? await read(penaltyCases, item.case) : null;
  return found?.party.uscc ?? null;
}

export const rectificationFacts = {
  claimDone: headsOf,
  wake: headsOf,
  penalise: usccOf,
  signOff: async (_input: unknown, _id: string, { actor }: Context) => (await personById(actor.id))?.name ?? actor.id,
  handOver: async (input: unknown) => (await personById(String((input as Partial<HandOver>).person)))?.name ?? null,
};
