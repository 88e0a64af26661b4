/** 结案报告: who could know the target, by role, by moment and by key, who looked, and who tried. For planner, leader and auditors. */
import { readingsOf } from '../core/auditLog';
import { type Stored } from '../core/journal';
import { namesOf } from '../people/people.store';
import { type KeptDraw } from './candidates';
import { type FlyingInspection, LEFT, type Member, OPEN } from './flying.schema';
import { flyings } from './flying.store';
import { openSealed, vaultKeysOf } from './sealed.store';
import { type Opening, openingOf, PURPOSE } from './target';

export interface CouldKnow {
  name: string;
  as: string;
  /** Null: never, or without an end. */
  from: Date | null;
  until: Date | null;
}

/** From the moment at which both the target was open and the person was there. */
function ofMember({ revealed }: FlyingInspection, member: Member): CouldKnow[] {
  if (!revealed || !member.arrivedAt || (member.leftAt && member.leftAt <= revealed.at)) return [];
  const from = member.arrivedAt > revealed.at ? member.arrivedAt : revealed.at;
  const as = `队员${member.left ? `（${LEFT[member.left]}）` : ''}`;
  return [{ name: `${member.unitName} ${member.personName}`, as, from, until: member.leftAt }];
}

function couldKnow(flying: Stored<FlyingInspection>): CouldKnow[] {
  const drafted = flying.events[0]?.at ?? null;
  return [
    { name: flying.plannerName, as: '策划人', from: drafted, until: null },
    { name: flying.leaderName, as: '批准的局领导', from: drafted, until: null },
    ...(flying.deputyName
      ? [{ name: flying.deputyName, as: '备用解封人（可参与解封，不能查看）', from: null, until: null }]
      : []),
    ...flying.members.flatMap((member) => ofMember(flying, member)),
  ];
}

const ACTIONS: Readonly<Record<string, string>> = {
  'flying.look': '揭示前查看目标',
  'flying.read': '揭示后查看目标',
  'flying.reauth': '身份再确认未通过',
};
const RESULTS: Readonly<Record<string, string>> = { revealed: '已显示', denied: '被拒绝', failed: '未成功' };

async function looked(id: string) {
  const entries = await readingsOf(flyings.name, id);
  const names = await namesOf(entries.map(({ actor }) => actor));
  return entries.map(({ at, actor, action, result }) => ({
    ...{ at, name: names.get(actor) ?? '系统或监督员', what: ACTIONS[action] ?? action },
    ...{ result: RESULTS[result] ?? result, denied: result !== 'revealed' },
  }));
}

/** What everybody may check: the opened commitment; null while the target has not been visited. */
export const openingFor = ({
  _id,
  status,
  target,
}: Pick<FlyingInspection, '_id' | 'status' | 'target'>): Opening | null =>
  (status === 'closed' || status === 'caseFiled') && target ? openingOf(_id, target) : null;

/** The draw with its inputs, once the target is open: until then who was out would tell where it does not go. */
async function drawOf(flying: FlyingInspection) {
  if (!OPEN.includes(flying.status) || !flying.drawBox) return null;
  const kept = (await openSealed(PURPOSE.draw, flying.drawBox)) as KeptDraw;
  return { nth: flying.draws, hash: flying.drawHash, ...kept };
}

export async function closingReport(flying: Stored<FlyingInspection>) {
  const [readings, keys, draw] = await Promise.all([looked(flying._id), vaultKeysOf(flying._id), drawOf(flying)]);
  return {
    ...{ no: flying.no, status: flying.status, commitment: flying.commitment, opening: openingFor(flying) },
    revealed: flying.revealed,
    couldKnow: couldKnow(flying),
    /** Whoever holds both the database and one of these keys could open the boxes outside the system. */
    vaultKeys: keys,
    looked: readings,
    draw,
  };
}
