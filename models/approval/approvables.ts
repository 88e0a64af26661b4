/** Every domain with steps under approval, by the name of its store. A new one adds a row. */
import { type Stateful } from '../core/workflow';
import { discretionApprovable } from '../discretion/approving';
import { discussionApprovable } from '../discussion/discussion';
import { exemptionApproval } from '../law/exemption';
import { lawApproval } from '../law/law';
import { settingApproval } from '../setting/setting';
import { transferApprovable } from '../transfer/transfer';
import { caseApprovable } from './caseApproval';
import { type Approvable } from './signing';

type AnyApprovable = Approvable<Stateful>;
const untyped = <D extends Stateful, L>(own: Approvable<D, L>) => own as unknown as AnyApprovable;

export const approvables: Readonly<Partial<Record<string, AnyApprovable>>> = {
  penalty_cases: untyped(caseApprovable),
  discussions: untyped(discussionApprovable),
  legal_bases: untyped(lawApproval.approvable),
  exemption_rules: untyped(exemptionApproval.approvable),
  discretion_tables: untyped(discretionApprovable),
  settings: untyped(settingApproval.approvable),
  criminal_transfers: untyped(transferApprovable),
};
