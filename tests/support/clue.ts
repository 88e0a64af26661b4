import { type Context } from '../../models/core/workflow';
import { type ClueFacts, registerClue } from '../../models/penalty/clue';
import { type RegisterClue } from '../../models/penalty/penalty.schema';
import { as } from '../builders';

/** Officer `wang` found it, the head of the branch decides, a leader of the bureau stands above. */
export const FACTS: ClueFacts = {
  ...{ heads: [{ id: 'head', name: '示head' }], leaders: [{ id: 'bureau', name: '示bureau' }] },
  ...{ officers: [{ id: 'wang', name: '示wang' }], registeredBy: { id: 'wang', name: '示wang' } },
};

/** All four conditions are met. */
export const YES = {
  ...{ initialEvidence: true, initialEvidenceReason: '笔录和照片' },
  ...{ penaltyPossible: true, penaltyPossibleReason: '可以罚款' },
  ...{ jurisdiction: true, jurisdictionReason: '本县区' },
  ...{ withinLimitation: true, withinLimitationReason: '未满两年' },
};

/** A clue out of a site record in Putuo, with what the test changes. */
export const clueFor = (change: Partial<RegisterClue> = {}, by: Context = as('staff', 'wang'), facts = FACTS) =>
  registerClue(
    'c1',
    {
      ...{ source: { kind: 'SITE_RECORD', id: 'i1', no: 'JC-2026-000001' }, enterprise: 'E07', county: '330903' },
      ...{ party: { kind: 'ORGANISATION', name: '东海鱼粉示例有限公司', uscc: null } },
      ...{ facts: '鱼粉烘干时除臭设施未运行。', actOn: '2026-03-01', evidence: [] },
      ...change,
    },
    by,
    facts,
  );
