import { type Effect } from '../core/workflow';
import { type MeantAssignments, type OpenAssignment } from './assignment.schema';

/** One lane per record: what opens, acknowledges and closes assignments happens in the order in which it was decided. */
const LANE = 'assignments';

/** Tell one person about the record and wait for their answer. */
export const assign = (data: OpenAssignment): Effect => ({ kind: 'assignment.open', lane: LANE, data });
/** The person has said 收到: the ladder stops; with `until` it goes on at that moment unless the matter is settled or promised anew. */
export const acknowledged = (data: MeantAssignments): Effect => ({ kind: 'assignment.acknowledge', lane: LANE, data });
/** What was waited for has happened, or is no longer wanted. */
export const settle = (data: MeantAssignments): Effect => ({ kind: 'assignment.close', lane: LANE, data });
