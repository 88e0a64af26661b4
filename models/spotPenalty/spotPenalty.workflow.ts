import { type Context, type Workflow } from '../core/workflow';
import { type SpotPenalty, STATES } from './spotPenalty.schema';

type Asking = Pick<Context, 'actor' | 'now'>;
const STANDING = ['issued', 'reported', 'recorded'] as const;

/** 当场处罚: decided by the two officers on site, reported to the authority, and every fen on its way into the bank. */
export const spotPenaltyWorkflow = {
  noun: '当场处罚',
  states: STATES,
  steps: {
    report: { label: '报备', from: ['issued'], to: 'reported', by: 'enforceOnSite', tone: 'primary' },
    receive: {
      label: '审阅备案',
      from: ['reported'],
      to: 'recorded',
      by: 'approveEnforcement',
      unless: ownPenalty,
      tone: 'primary',
    },
    land: { label: '已靠岸', from: STANDING, by: 'enforceOnSite', unless: notAtSea },
    handIn: { label: '交回罚款', from: STANDING, by: 'enforceOnSite', unless: nothingInHand, tone: 'primary' },
    bank: { label: '已缴存银行', from: STANDING, by: 'approveEnforcement', unless: notToBank, tone: 'primary' },
    pay: { label: '当事人已缴款', from: STANDING, by: 'enforceOnSite', unless: notToPay },
    revoke: {
      label: '撤销处罚',
      from: STANDING,
      to: 'revoked',
      by: 'approveEnforcement',
      unless: ownPenalty,
      tone: 'danger',
    },
    wake: { label: '到期处理', from: STANDING, by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<SpotPenalty>;

/** Whoever imposed it does not judge it. */
function ownPenalty({ team }: SpotPenalty, { actor }: Asking) {
  return team.includes(actor.id) ? '自己作出的处罚须由另一位负责人办理，请联系局领导。' : undefined;
}

function notAtSea({ collection, landedAt }: SpotPenalty) {
  if (!collection?.atSea) return '这件没有在水上收缴罚款，不需要登记靠岸。';
  return landedAt ? '靠岸已经登记过了。' : undefined;
}

function nothingInHand({ collection, landedAt, handedIn }: SpotPenalty) {
  if (!collection) return '这件没有当场收缴罚款，不需要交回。';
  if (handedIn) return '罚款已经交回。';
  return collection.atSea && !landedAt ? '请先登记靠岸时间，再交回罚款。' : undefined;
}

function notToBank({ team, handedIn, banked }: SpotPenalty, { actor }: Asking) {
  if (team.includes(actor.id)) return '收缴人不能自己登记缴存，请由分局另一位负责人办理。';
  if (!handedIn) return '罚款还没有交回，请先由执法人员交回。';
  return banked ? '缴存已经登记过了。' : undefined;
}

function notToPay({ fineFen, collection, paid }: SpotPenalty) {
  if (fineFen === null) return '这件只给了警告，没有罚款。';
  if (collection) return '罚款已当场收缴，不再登记当事人缴款。';
  return paid ? '缴款已经登记过了。' : undefined;
}
