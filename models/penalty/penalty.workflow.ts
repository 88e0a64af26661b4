import { type Actor } from '../core/access';
import { type Workflow } from '../core/workflow';
import { type PenaltyCase, STATES } from './penalty.schema';

/**
 * 行政处罚案件, the clue: preliminary review and filing. Source: 生态环境行政处罚办法 第十八条 (15 days, once 15 more with approval), 第十九条
 * (four conditions); nobody decides about what they found themselves (行政处罚法 第四十三条; the bureau's separation of duties).
 */
// prettier-ignore
export const penaltyWorkflow = {
  noun: '案件线索',
  states: STATES,
  steps: {
    file: { label: '立案', from: ['clue'], to: 'filed', by: 'decideClue', unless: ownClue, tone: 'primary' },
    refuse: { label: '不予立案', from: ['clue'], to: 'notFiled', by: 'decideClue', unless: ownClue },
    askExtension: { label: '申请延长审查', from: ['clue'], by: 'askClueExtension', unless: extendedBefore },
    approveExtension: { label: '同意延长', from: ['clue'], by: 'decideClue', unless: notAsked, tone: 'primary' },
    refuseExtension: { label: '不同意延长', from: ['clue'], by: 'decideClue', unless: notAsked },
    wake: { label: '到时处理', from: ['clue'], by: 'keepTime', quiet: true },
  },
} as const satisfies Workflow<PenaltyCase>;
export type PenaltyStep = keyof typeof penaltyWorkflow.steps;

type By = { actor: Actor };

/** Whether this person found or registered it. */
export const isOwnClue = ({ registeredBy, team }: Pick<PenaltyCase, 'registeredBy' | 'team'>, id: string): boolean =>
  registeredBy === id || team.includes(id);

function ownClue(clue: PenaltyCase, { actor }: By) {
  return isOwnClue(clue, actor.id) ? '这条线索由您发现或登记，要由其他负责人或局领导审查，请转告他们。' : undefined;
}

function extendedBefore({ extension }: PenaltyCase) {
  if (!extension) return undefined;
  if (extension.refusedReason) return '延长审查的申请没有同意，请在期限内决定是否立案。';
  return extension.approvedAt ? '审查期限只能延长一次。' : '延长审查的申请正在等待批准。';
}

function notAsked(clue: PenaltyCase, { actor }: By) {
  const { extension } = clue;
  if (!extension || extension.approvedAt || extension.refusedReason) return '没有等待批准的延长申请。';
  if (extension.askedBy === actor.id) return '延长由您申请，要由其他负责人或局领导批准。';
  return ownClue(clue, { actor });
}
