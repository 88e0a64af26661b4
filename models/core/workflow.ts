import type { z } from 'zod';
import { type Action, type Actor, CLOCK, permits } from './access';
import { DomainError, type RefusalCode } from './errors';
import { policy } from './policy';

/** Through which door a command came in; kept with the event it caused. */
export const DOORS = {
  card: '卡片',
  sentence: '文字',
  voice: '语音',
  page: '页面',
  clock: '时钟',
  system: '系统',
} as const;
export type Door = keyof typeof DOORS;

/** Who is acting, when, through which door, and under which idempotency key. Made at the door, never below it. */
export interface Context {
  actor: Actor;
  now: Date;
  door: Door;
  /** The same key on the same record has one effect. A door that can repeat itself always sets it. */
  key?: string;
  requestId?: string;
  /** When this person last proved their second factor in this very sign-in. Only the page door sets it. */
  factorAt?: Date;
  /** For whom they sign, by a delegation looked up at this moment. */
  standsFor?: StandsFor;
}

/** 代: another person's right to approve, lent for some steps and some time. */
export interface StandsFor {
  /** Id of the delegation. */
  delegation: string;
  /** Who lent it. */
  actor: Actor;
  name: string;
  steps: readonly string[];
  from: Date;
  /** Last moment; a second past it is too late. */
  until: Date;
}

/** The clock, or the outbox on its behalf, acts under this key. */
export const asClock = (now: Date, key?: string): Context => ({
  actor: CLOCK,
  now,
  door: 'system',
  ...(key === undefined ? {} : { key }),
});

/** What stands in every record that lives through a workflow. */
export interface Stateful {
  _id: string;
  version: number;
  status: string;
}

/** One row of a workflow: from, to, by whom, unless. */
export interface Step<D extends Stateful> {
  /** Words on the button. */
  label: string;
  from: readonly D['status'][];
  /** The state it leads to; absent when the record stays where it is. */
  to?: D['status'];
  /** The row of the access table that names roles and scope. */
  by: Action;
  /** Answers in the user's own words why not; undefined when nothing stands against it. */
  unless?: (document: D, context: Pick<Context, 'actor' | 'now'>) => string | undefined;
  /** How the button looks in chat and on the page. */
  tone?: 'primary' | 'danger';
  /** Taken by conversation or clock, never shown as a button. */
  quiet?: true;
  /** Present: an approval. See `Approval`. */
  approval?: Approval;
}

/**
 * What makes a step an approval: it is taken on its own page, by somebody who has just proved their second factor (`Context.factorAt`)
 * and has opened the `parts` that matter, and it covers the hash of what was shown (models/approval). No card and no sentence can take it.
 */
export interface Approval {
  parts: readonly string[];
  /** Signed by nobody on another's behalf: a vote is a person's own. */
  own?: true;
}

/** A whole state machine as data: what a thing is called, its states, its steps. */
export interface Workflow<D extends Stateful> {
  noun: string;
  states: Record<D['status'], string>;
  steps: Record<string, Step<D>>;
}

/** Not an error yet: what is offered is found by trying every step, and the stack of an error costs more than the whole decision. */
interface Refused {
  code: RefusalCode;
  message: string;
}

/** Who asks: enough to say whether a step is open to them. */
type Asking = Pick<Context, 'actor' | 'now' | 'standsFor'>;

/** Why the delegation under which somebody signs does not reach this step now. */
function unlent<D extends Stateful>(name: string, step: Step<D>, { now, standsFor }: Asking): string | undefined {
  if (!standsFor) return undefined;
  if (!step.approval || step.approval.own) return `“${step.label}”不能代办，请由本人办理。`;
  if (!standsFor.steps.includes(name))
    return `${standsFor.name}没有授权您代办“${step.label}”，请由本人办理或另行授权。`;
  if (now < standsFor.from) return `${standsFor.name}的授权还没有开始，请由本人办理。`;
  return now > standsFor.until ? `${standsFor.name}的授权已经到期，请由本人办理或重新授权。` : undefined;
}

function refusal<D extends Stateful>(
  { noun, states, steps }: Workflow<D>,
  name: string,
  document: D,
  context: Asking,
): Refused | undefined {
  const step = steps[name] as Step<D>;
  const lent = unlent(name, step, context);
  if (lent) return { code: 'NOT_PERMITTED', message: lent };
  if (!permits(step.by, context.standsFor?.actor ?? context.actor, document)) {
    return {
      code: 'NOT_PERMITTED',
      message: `您没有“${step.label}”这件${noun}的权限，请联系指挥中心或本单位负责人。`,
    };
  }
  if (!step.from.includes(document.status)) {
    const state = states[document.status as D['status']];
    return {
      code: 'ILLEGAL_TRANSITION',
      message: `这件${noun}现在是“${state}”，不能再“${step.label}”，请查看最新情况。`,
    };
  }
  // Whoever signs for another is bound by what stands against either of them.
  const { now, standsFor } = context;
  const reason =
    step.unless?.(document, context) ?? (standsFor && step.unless?.(document, { now, actor: standsFor.actor }));
  return reason ? { code: 'NOT_NOW', message: reason } : undefined;
}

/** Why the second factor does not do; undefined for steps that need none. */
function unproven<D extends Stateful>(step: Step<D>, { door, factorAt, now }: Context): Refused | undefined {
  if (!step.approval) return undefined;
  if (door !== 'page')
    return {
      code: 'SECOND_FACTOR',
      message: `“${step.label}”不能在聊天里或卡片上完成，请打开链接，在审批页看过材料后办理。`,
    };
  const { factorMinutes } = policy().approval;
  const fresh = factorAt && factorAt <= now && now.getTime() - factorAt.getTime() <= factorMinutes * 60_000;
  return fresh
    ? undefined
    : { code: 'SECOND_FACTOR', message: `请先输入审批密码，${factorMinutes}分钟内有效，然后再按“${step.label}”。` };
}

/**
 * The state this step leads to.
 *
 * @throws DomainError NOT_PERMITTED (role, scope, delegation) | ILLEGAL_TRANSITION (state) | NOT_NOW (guard) | SECOND_FACTOR
 */
export function advance<D extends Stateful, W extends Workflow<D>>(
  workflow: W,
  name: keyof W['steps'] & string,
  document: D,
  context: Context,
): D['status'] {
  const step = workflow.steps[name] as Step<D>;
  const refused = refusal<D>(workflow, name, document, context) ?? unproven(step, context);
  if (refused) {
    const { _id: id, status } = document;
    throw new DomainError(refused.code, refused.message, { id, status, step: step.label, actor: context.actor.id });
  }
  return step.to ?? document.status;
}

/** The names of the steps that would succeed for this actor now: the buttons of the card and the sheets of the page. */
export function offered<D extends Stateful>(workflow: Workflow<D>, document: D, context: Asking): string[] {
  return Object.keys(workflow.steps).filter((name) => {
    const step = workflow.steps[name];
    if (!step || step.quiet || !step.from.includes(document.status)) return false;
    return !refusal(workflow, name, document, context);
  });
}

/** One thing that must now be told or done because of a change; carried out later from the outbox (outbox.ts). */
export interface Effect {
  /** Which handler carries it out, such as `assignment.open`. */
  kind: string;
  /** Effects of one document with the same lane are carried out in order; others may overtake. */
  lane?: string;
  /** Not before this moment; default now. */
  dueAt?: Date;
  data: Record<string, unknown>;
}

/** What a pure decision answers: what becomes, what happened, and what must follow. */
export interface Outcome<D> {
  document: D;
  event: { type: string; data?: Record<string, unknown> };
  effects?: Effect[];
  /** Series of the human-readable number that the same write gives to `document.no` (`XF` → XF-2026-000123). */
  number?: string;
}

/**
 * A pure decision: what is, what is asked, who and when → what becomes, and whom it concerns. It writes nothing, sends
 * nothing, reads no clock, so it is simply taken again when a race is lost. `facts` is what had to be looked up beforehand.
 */
type Decide<D, I, F = undefined> = (document: D, input: I, context: Context, facts: F) => Outcome<D>;

/** A decision behind its schema: no door can reach it with unchecked input. */
export interface Command<D> {
  schema: z.ZodType;
  decide: Decide<D, unknown, unknown>;
}

/** Put a decision behind its schema. `decide` of the result throws DomainError INVALID_INPUT naming every faulty field. */
export function command<D, I, F = undefined>(schema: z.ZodType<I>, decide: Decide<D, I, F>): Command<D> {
  return {
    schema,
    decide: (document, input, context, facts) => decide(document, checked(schema, input), context, facts as F),
  };
}

/**
 * Parse what came in, or refuse it in the user's language.
 *
 * @throws DomainError INVALID_INPUT; `details.fields` names each faulty field with its reason
 */
export function checked<I>(schema: z.ZodType<I>, input: unknown): I {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const fields = result.error.issues.map((issue) => ({
    field: issue.path.join('.') || '内容',
    reason: reasonFor(issue),
  }));
  const message = fields
    .slice(0, 3)
    .map(({ reason }) => reason)
    .join('；');
  throw new DomainError('INVALID_INPUT', `填写的内容需要改一下：${message}。`, { fields });
}

/** zod's own Chinese texts speak of types; people need to be told what to do. A schema may state its own sentence instead. */
function reasonFor(issue: z.core.$ZodIssue): string {
  const field = issue.path.join('.') || '内容';
  if (/[\u4e00-\u9fff]/.test(issue.message)) return issue.message.replace(/。$/, '');
  if (issue.code === 'unrecognized_keys') return `不认识的项目“${issue.keys.join('、').slice(0, 60)}”，请去掉后再提交`;
  if (issue.code === 'too_big') return `“${field}”太长或太大，最多 ${issue.maximum}`;
  if (issue.code === 'too_small') return `“${field}”太短或太小，至少 ${issue.minimum}`;
  return `“${field}”没有填写或格式不对`;
}
