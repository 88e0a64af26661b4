/** Penalty cases under approval: what is looked up for the page, and who never signs for another. */
import { evidenceOf } from '../evidence/evidence.store';
import { type PenaltyCase } from '../penalty/penalty.schema';
import { hashesOf, linksOf, vetoFor } from '../penalty/linked';
import { penaltyWorkflow } from '../penalty/penalty.workflow';
import { type CaseLooked, caseView } from './caseView';
import { type Approvable, approvingBy } from './signing';

/** The evidence of a case as the camera knows it; with the list of faults for those who decide on the file. */
export async function lookAtCase(record: PenaltyCase, withVeto: boolean, now: Date): Promise<CaseLooked> {
  if (!withVeto) return { evidence: await evidenceOf(hashesOf(record)), veto: [] };
  const [{ evidence }, veto] = await Promise.all([linksOf(record), vetoFor(record, now)]);
  return { evidence, veto };
}

/** An approval is waited for once somebody has asked for it. */
const WAITS: Approvable<PenaltyCase>['waits'] = {
  file: () => true,
  approveExtension: () => true,
  extendDecision: () => true,
  approveNotice: () => true,
  decide: ({ decisionDraft }) => decisionDraft !== null,
  grantInstalment: ({ instalment }) => instalment?.status === 'requested',
  applyCourt: () => true,
  closeCase: () => true,
};

const BACK: Approvable<PenaltyCase>['back'] = {
  ...{ file: 'refuse', approveExtension: 'refuseExtension', extendDecision: 'refuseMoreTime' },
  ...{ approveNotice: 'returnNotice', decide: 'sendBack', noPenalty: 'sendBack', transferOut: 'sendBack' },
  ...{ grantInstalment: 'refuseInstalment', closeCase: 'returnClosing' },
};

const labelOf = (step: string) => penaltyWorkflow.steps[step as keyof typeof penaltyWorkflow.steps].label;

export const caseApprovable: Approvable<PenaltyCase, CaseLooked> = {
  workflow: penaltyWorkflow,
  look: (record, step, now) => lookAtCase(record, step === 'decide', now),
  view: (record, step, looked) => caseView(record, step, labelOf(step), looked),
  waits: WAITS,
  back: BACK,
  // What the party asked for is granted or refused as it is.
  preset: ({ instalment }, step) => (step === 'grantInstalment' ? { shares: instalment?.asked ?? [] } : {}),
  barred: ({ investigatorIds, everInvestigated, team }, person) =>
    [...investigatorIds, ...everInvestigated, ...team].includes(person)
      ? '您参与本案调查，不能代别人审批这件案件，请由授权人本人或其他负责人办理。'
      : undefined,
};

export const caseApproving = approvingBy(caseApprovable);
