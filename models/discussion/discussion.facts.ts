/** What is looked up to call a discussion. */
import { caseNoOf } from '../approval/caseView';
import { DomainError } from '../core/errors';
import { read } from '../core/journal';
import { people } from '../people/people.store';
import { penaltyCases } from '../penalty/penalty.store';
import { type CallingFacts } from './calling';
import { type CallDiscussion } from './discussion.schema';

/** The case and everybody named. @throws DomainError NOT_FOUND */
export async function callingFacts(chair: string, said: CallDiscussion): Promise<CallingFacts> {
  const record = await read(penaltyCases, said.case);
  if (!record) throw new DomainError('NOT_FOUND', '没有找到这件案件，请返回列表刷新。', { id: said.case });
  const named = [chair, said.secretary, ...said.members, ...said.attending, ...record.investigatorIds];
  const found = await people.find({ _id: { $in: [...new Set(named)] }, active: true }).toArray();
  return { record, people: found, caseNo: caseNoOf(record) || null };
}
