/**
 * 提议、批准: what clauses, exemption rules and settings share. The legal reviewer proposes, a leader of the bureau puts in force, and
 * nobody approves what they proposed. What was approved is never changed, only followed by another or withdrawn.
 */
import { z } from 'zod';
import { approved } from '../approval/approval.schema';
import { assign, settle } from '../assignment/assignment.effects';
import { type Action } from '../core/access';
import { type Face, type Tone } from '../core/face';
import { type Field } from '../core/form';
import { advance, type Context, type Effect, type Outcome, type Step, type Workflow } from '../core/workflow';

export const REVIEW_STATES = {
  proposed: '待批准',
  inForce: '已启用',
  refused: '未批准',
  withdrawn: '已停用',
} as const;
type ReviewStatus = keyof typeof REVIEW_STATES;

export const REVIEW_TONES: Record<ReviewStatus, Tone> = {
  ...{ proposed: 'orange', inForce: 'green', refused: 'red', withdrawn: 'grey' },
};

/** Who proposed it, and what was decided about it. */
export const reviewed = {
  _id: z.string(),
  version: z.int(),
  status: z.enum(Object.keys(REVIEW_STATES) as [ReviewStatus]),
  note: z.string(),
  author: z.string(),
  authorName: z.string(),
  proposedAt: z.coerce.date(),
  decidedBy: z.string().nullable(),
  decidedByName: z.string().nullable(),
  decidedAt: z.coerce.date().nullable(),
  decision: z.string().nullable(),
};
export type Reviewed = z.infer<z.ZodObject<typeof reviewed>>;

export interface Named {
  id: string;
  name: string;
}

/** As it begins. */
export const proposedBy = (author: Named, note: string, now: Date) => ({
  ...{ version: 0, status: 'proposed' as const, note, author: author.id, authorName: author.name, proposedAt: now },
  ...{ decidedBy: null, decidedByName: null, decidedAt: null, decision: null },
});

const OWN = '您自己提出的，要由另一位局领导批准，请联系其他局领导。';
const ownProposal = ({ author }: Reviewed, { actor }: Pick<Context, 'actor'>) =>
  author === actor.id ? OWN : undefined;
const notOwn = ({ author }: Reviewed, { actor }: Pick<Context, 'actor'>) =>
  author === actor.id ? undefined : '提议由提出人本人撤回；不同意的，请选“不批准”。';

/** The steps that all of them have. */
export const reviewSteps = <D extends Reviewed>(propose: Action, approve: Action) =>
  ({
    approve: {
      label: '批准启用',
      from: ['proposed'],
      to: 'inForce',
      by: approve,
      unless: ownProposal,
      tone: 'primary',
      approval: { parts: ['change', 'reason'], own: true },
    },
    refuse: { label: '不批准', from: ['proposed'], to: 'refused', by: approve, unless: ownProposal },
    takeBack: { label: '撤回提议', from: ['proposed'], to: 'withdrawn', by: propose, unless: notOwn },
    withdraw: { label: '停用', from: ['inForce'], to: 'withdrawn', by: approve, unless: ownProposal, tone: 'danger' },
  }) as const satisfies Record<string, Step<D>>;

const said = (what: string) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(2, `请填写${what}`)
    .max(300, `${what}最多300字`);
export const Approve = approved({});
export type Approve = z.infer<typeof Approve>;
export const Refuse = z.strictObject({ reason: said('不批准的理由') });
export type Refuse = z.infer<typeof Refuse>;
/** The reason that came with a step; null for those that ask for none. */
export const reasonOf = (input: object): string | null =>
  'reason' in input && typeof input.reason === 'string' ? input.reason : null;
export const Withdraw = z.strictObject({ reason: said('停用的理由') });
export const TakeBack = z.strictObject({});

const reason = (label: string): Field => ({
  ...{ name: 'reason', label, kind: 'textarea', required: true, maxLength: 300 },
});
export const reviewForms = { refuse: [reason('不批准的理由')], withdraw: [reason('停用的理由')] };

type Sentences = Face<Reviewed>['sentences'];
const withReason = (what: string) => (data: Readonly<Record<string, unknown>>) => {
  const { reason: why } = data;
  return { what, detail: typeof why === 'string' ? why : '' };
};
/** What is said of their history. */
export const reviewSentences = (word: string): Sentences => ({
  [`${word}.builtIn`]: '随系统启用',
  [`${word}.proposed`]: ({ note }) => ({ what: '提出', detail: typeof note === 'string' ? note : '' }),
  [`${word}.approve`]: '批准启用',
  [`${word}.refuse`]: withReason('不批准'),
  [`${word}.takeBack`]: '撤回提议',
  [`${word}.withdraw`]: withReason('停用'),
});

/** One card for each leader but the author. */
export const askLeaders = (word: string, title: string, author: string, leaders: readonly Named[]): Effect[] =>
  leaders
    .filter(({ id }) => id !== author)
    .map(({ id }) => assign({ person: id, purpose: `${word}.approve`, title, ladder: false }));

export interface DeciderFacts {
  deciderName: string;
}

/**
 * Approved, refused, taken back or withdrawn: who decided, and the author is told.
 *
 * @throws DomainError NOT_PERMITTED | ILLEGAL_TRANSITION | NOT_NOW
 */
export function decidedAbout<D extends Reviewed>(
  { workflow, word, titleOf }: { workflow: Workflow<D>; word: string; titleOf: (row: D) => string },
  step: 'approve' | 'refuse' | 'takeBack' | 'withdraw',
  row: D,
  decision: string | null,
  context: Context,
  { deciderName }: DeciderFacts,
): Outcome<D> {
  const status = advance<D, Workflow<D>>(workflow, step, row, context);
  const { actor, now } = context;
  const document = {
    ...{ ...row, status, decidedBy: actor.id, decidedByName: deciderName, decidedAt: now },
    decision: decision ?? row.decision,
  };
  const told = row.author === actor.id || row.author === 'clock' ? [] : [row.author];
  return {
    document,
    event: { type: `${word}.${step}`, data: decision ? { reason: decision } : {} },
    effects: [
      settle({}),
      ...told.map((person) => assign({ person, purpose: `${word}.decided`, title: titleOf(row), ladder: false })),
    ],
  };
}
