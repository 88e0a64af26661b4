/** What has to be looked up before a step is decided. The seal is opened only for steps that need it, and only for those who may take them. */
import { type Action, permits } from '../core/access';
import { DomainError } from '../core/errors';
import { read, type Stored } from '../core/journal';
import { type Context } from '../core/workflow';
import { evidenceUsedBy } from '../evidence/evidence.store';
import { enterpriseById } from '../enterprise/enterprise.store';
import { personById, peopleWithRole } from '../people/people.store';
import { randomBytes } from 'node:crypto';
import { drawFacts, drawnInputs } from './candidates';
import { checkTimes } from './common';
import { chosen, type DraftFacts } from './drafting';
import { type ApproveFlying, type DraftFlying, type FlyingInspection } from './flying.schema';
import { flyings } from './flying.store';
import { keepPack } from './pack';
import { keepSealed, openSealed } from './sealed.store';
import { standing } from './team';
import { commitmentOf, openingOf, PURPOSE, Target } from './target';

/** The record, whoever asks: the decision refuses what has to be refused. */
async function standingRecord(id: string): Promise<Stored<FlyingInspection>> {
  const flying = await read(flyings, id);
  if (!flying) throw new DomainError('NOT_FOUND', '没有找到这次飞行检查，请返回列表刷新。', { id });
  return flying;
}

export const targetOf = async ({ box }: Pick<FlyingInspection, 'box'>): Promise<Target> =>
  Target.parse(await openSealed(PURPOSE.target, box));

/** The commitment to what is in the box: what the page shows beside the target, and what is published. */
export const commitmentTo = (id: string, target: Target): string => commitmentOf(openingOf(id, target));

const needed = (message: string) => new DomainError('INVALID_INPUT', message);

async function leaderNamed(id: string, what: string): Promise<string> {
  const person = await personById(id);
  if (!person?.roles.includes('bureauLeader')) throw needed(`${what}须是局领导，请重新选择。`);
  return person.name;
}

/**
 * Seal what the planner wrote and look up who is named. Nothing of the target is in the answer, in an error or in what is thrown; whatever
 * can be refused is refused before there is a box, since nobody would ever sweep one that no record names.
 *
 * @throws DomainError INVALID_INPUT (times, no such enterprise or leader, one person twice)
 */
export async function draftFacts(id: string, input: DraftFlying, planner: string, now: Date): Promise<DraftFacts> {
  checkTimes(input, now);
  chosen(input);
  const { enterprise: wanted, leader, deputy, checkType, campaign, trigger, direction, hints, boat } = input;
  if (new Set([planner, leader, deputy]).size < 3) throw needed('策划人、批准人和备用解封人须是不同的人，请重新选择。');
  const [person, leaderName, deputyName, enterprise] = await Promise.all([
    personById(planner),
    leaderNamed(leader, '批准人'),
    deputy ? leaderNamed(deputy, '备用解封人') : null,
    enterpriseById(wanted),
  ]);
  if (!enterprise) throw needed('没有找到这家企业，请从查找结果里重新选择。');
  const { _id, name, uscc, sector, county, place, location } = enterprise;
  const sealed = Target.safeParse({
    ...{ salt: randomBytes(32).toString('hex'), enterprise: _id, name, uscc, sector, county, place, location },
    ...{
      checkType,
      campaign: checkType === 'SPECIAL' ? campaign : null,
      trigger: checkType === 'CASE' ? trigger : null,
    },
    ...{ direction, hints, boat },
  });
  // What is wrong with it is not said: the message would be about the target.
  if (!sealed.success) throw needed('这家企业的档案不完整，请先补全名称、代码、县区和位置，再起草。');
  const box = await keepSealed(PURPOSE.target, id, sealed.data);
  return { box, plannerName: person?.name ?? planner, leaderName, deputyName };
}

type Lookup = (input: unknown, id: string, context: Context) => Promise<unknown>;

/** The lookup for whoever may take the step; for everybody else nothing is opened, and the decision refuses. */
const forThose =
  (
    action: Action,
    lookup: (flying: Stored<FlyingInspection>, context: Context, input: unknown) => Promise<object>,
  ): Lookup =>
  async (input, id, context) => {
    const flying = await standingRecord(id);
    return permits(action, context.actor, flying) ? lookup(flying, context, input) : {};
  };

const withInputs = async (flying: FlyingInspection) => ({ inputs: await drawnInputs(flying) });
const BEFORE: readonly FlyingInspection['status'][] = ['sealed', 'teamReady'];

export const flyingFacts: Partial<Record<string, Lookup>> = {
  approve: forThose('approveFlying', async (flying, { now }, input) => {
    if (flying.status !== 'draft' || flying.assembleAt <= now) return {};
    const target = await targetOf(flying);
    const hash = commitmentTo(flying._id, target);
    const isSeen = (input as Partial<ApproveFlying> | null)?.seen === hash;
    return isSeen ? { hash, packBox: await keepPack(flying._id, target, now) } : { hash };
  }),
  formTeam: forThose('runFlying', (flying) =>
    BEFORE.includes(flying.status) && !flying.departedAt && standing(flying).length < flying.k
      ? drawFacts(flying)
      : Promise.resolve({}),
  ),
  declare: forThose('joinFlying', withInputs),
  conflict: forThose('joinFlying', withInputs),
  replace: forThose('runFlying', withInputs),
  unlock: forThose('unlockFlying', async (flying) => ({
    target: flying.departedAt && flying.unlocks.length > 0 ? await targetOf(flying) : null,
  })),
  report: forThose('leadFlying', async ({ inspection }) => ({
    evidence: inspection ? (await evidenceUsedBy(`siteRecord:${inspection}`)).map(({ _id }) => _id) : [],
  })),
  wake: forThose('keepTime', async (flying, { now }) => ({
    ...(await withInputs(flying)),
    target: flying.status === 'teamReady' && flying.revealAt <= now ? await targetOf(flying) : null,
  })),
  compromise: forThose('runFlying', async () => ({
    auditors: (await peopleWithRole('auditor')).map(({ _id }) => _id),
  })),
};
