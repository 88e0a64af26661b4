/** What the steps of an audit share: its title, its clocks, whom it tells. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { deadline, type Deadline } from '../core/calendar';
import { policy } from '../core/policy';
import { type Effect } from '../core/workflow';
import { type Audit } from './audit.schema';

/** Number and kind; never the unit, which an unannounced audit must not tell. */
export const titleOf = ({ no }: Pick<Audit, 'no'>): string => `${no ?? UNNUMBERED} · 执法稽查`;

/** The 5 working days for the reply [D]; and the 30 calendar days for putting things right [D]. */
export const replyClock = (from: Date): Deadline => deadline({ from, ...policy().audit.reply });
export const rectifyClock = (from: Date): Deadline => deadline({ from, ...policy().audit.rectify });

interface Task {
  dueAt?: Date | null;
}

/** Tell one person; `task` when they have to do something. Without a county: the wall of a branch must not show that it is audited. */
export const tell = (audit: Pick<Audit, 'no'>, person: string, purpose: string, task?: Task): Effect =>
  assign({
    ...{ person, purpose, title: titleOf(audit), county: null, ladder: false },
    ...(task ? { todo: true, dueAt: task.dueAt ?? null } : {}),
  });

export const tellAuditors = (audit: Audit, purpose: string, task?: Task): Effect[] =>
  audit.auditors.map((person) => tell(audit, person, purpose, task));

export const tellHead = (audit: Audit, purpose: string, task?: Task): Effect[] =>
  audit.head ? [tell(audit, audit.head, purpose, task)] : [];

export const settled = (...purposes: string[]): Effect => settle({ purposes });

/** When the clock looks again. */
export function nextWake({ status, replyDueAt, windowClosedAt, rectifyDueAt, rectified, alarms }: Audit): Date | null {
  if (status === 'replyWindow' && !windowClosedAt) return replyDueAt;
  if (status === 'rectifying' && !rectified && !alarms.includes('rectify')) return rectifyDueAt;
  return null;
}

/** The audit with everything that follows from its state. */
export const standing = (audit: Audit): Audit => ({ ...audit, wakeAt: nextWake(audit) });
