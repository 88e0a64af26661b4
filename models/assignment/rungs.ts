/**
 * What a rung of the acknowledge ladder is, and the ladders in force until the bureau sets others. Data alone: when each rung falls due
 * is ladder.ts, who stands on it standing.ts.
 */
import { z } from 'zod';
import { Means } from './assignment.schema';

/** Who is told on a rung. */
export const STANDS = {
  same: '本人',
  deputy: '代理人',
  watch: '值班员',
  dutyLeader: '带班领导',
  unitHead: '单位负责人',
  branchHead: '分局负责人',
  bureauLeader: '局领导',
} as const;
export type Stand = keyof typeof STANDS;
const Stand = z.enum(Object.keys(STANDS) as [Stand]);

const Minutes = z.int().min(1).max(10_000);

/** One rung: after how long without an answer, to whom, by which means. */
export const Rung = z.strictObject({
  /** Minutes of silence, or the end of the day in Asia/Shanghai on which they began. */
  after: z.union([Minutes, z.literal('endOfDay')]),
  to: Stand,
  /** Sent side by side; each that cannot be had gives way to the next louder one, then to the quieter ones. */
  means: z.array(Means).min(1).max(4).default(['card', 'workNotice']),
});
export type Rung = z.infer<typeof Rung>;

const Ladder = z.strictObject({ URGENT: z.array(Rung).max(12), NORMAL: z.array(Rung).max(12) }).partial();
/** By purpose (`petition.triage`), by the word before its dot (`petition`), and `default`. */
export const Ladders = z.record(z.string().regex(/^[a-z][A-Za-z]*(\.[A-Za-z]+)?$/), Ladder);
export type Ladders = z.infer<typeof Ladders>;

/** The ring of each rung [D]: urgent matters 5, 10, 20 and 30 minutes, others 30 minutes, 2 hours, end of the day; the deputy in between. */
export const DEFAULT_LADDERS: Ladders & { default: Required<z.infer<typeof Ladder>> } = {
  default: {
    URGENT: [
      { after: 5, to: 'same', means: ['card', 'dingPhone'] },
      { after: 7, to: 'deputy', means: ['card', 'dingSms'] },
      { after: 10, to: 'dutyLeader', means: ['card', 'dingPhone'] },
      { after: 20, to: 'branchHead', means: ['card', 'dingPhone'] },
      { after: 30, to: 'bureauLeader', means: ['card', 'voice'] },
    ],
    NORMAL: [
      { after: 30, to: 'same', means: ['card', 'workNotice'] },
      { after: 60, to: 'deputy', means: ['card', 'workNotice'] },
      { after: 120, to: 'dutyLeader', means: ['card', 'workNotice'] },
      { after: 'endOfDay', to: 'branchHead', means: ['card', 'ding'] },
    ],
  },
  /** Nobody else may learn that a team assembles: only the same person is asked again, soon and louder; then somebody else is. */
  flying: {
    URGENT: [
      { after: 2, to: 'same', means: ['card', 'ding'] },
      { after: 5, to: 'same', means: ['card', 'dingPhone'] },
    ],
    NORMAL: [{ after: 30, to: 'same', means: ['card', 'ding'] }],
  },
  /** Nobody could be reached: the duty desk itself must answer, and soon. */
  assignment: {
    URGENT: [
      { after: 3, to: 'same', means: ['card', 'dingPhone'] },
      { after: 5, to: 'dutyLeader', means: ['card', 'dingPhone'] },
      { after: 10, to: 'bureauLeader', means: ['card', 'voice'] },
    ],
  },
};
