/** What becomes of an entry of the responsibility trail. Pure. */
import { assign, settle } from '../assignment/assignment.effects';
import { UNNUMBERED } from '../assignment/assignment.schema';
import { deadline } from '../core/calendar';
import { policy } from '../core/policy';
import { advance, command, type Context, type Effect, type Outcome } from '../core/workflow';
import {
  DecideObjection,
  Nothing,
  ObjectResponsibility,
  type RecordedResponsibility,
  type Responsibility,
} from './responsibility.schema';
import { responsibilityWorkflow, type ResponsibilityStep } from './responsibility.workflow';

/** Five working days from the entry [D]. */
export const objectionClock = (from: Date) => deadline({ from, ...policy().responsibility.objection });

const titleOf = ({ no }: Pick<Responsibility, 'no'>) => `${no ?? UNNUMBERED} · 责任记录`;

const tell = (entry: Responsibility, person: string, purpose: string, dueAt?: Date | null): Effect =>
  assign({
    ...{ person, purpose, title: titleOf(entry), county: null, ladder: false },
    ...(dueAt === undefined ? {} : { todo: true, dueAt }),
  });

/** 登记: the person is told at once, and until when they may object. */
export function recordEntry({ entry, ...told }: RecordedResponsibility, { now }: Context): Outcome<Responsibility> {
  const { dueAt } = objectionClock(now);
  const document: Responsibility = {
    ...told,
    ...{ _id: entry, version: 0, status: 'recorded', no: null, recordedAt: now, objectBy: dueAt },
    ...{ objection: null, decision: null, wakeAt: dueAt },
  };
  return {
    document,
    event: { type: 'responsibility.recorded', data: { source: told.source.kind, severity: told.severity } },
    effects: [tell(document, told.person, 'responsibility.recorded', dueAt)],
    number: 'ZR',
  };
}

export interface LeaderFacts {
  leaders: readonly { id: string; name: string }[];
}

function objectEntry(entry: Responsibility, input: ObjectResponsibility, context: Context, { leaders }: LeaderFacts) {
  const status = advance(responsibilityWorkflow, 'object', entry, context);
  const leader = leaders.find(({ id }) => id !== entry.person);
  const document: Responsibility = { ...entry, status, objection: { ...input, at: context.now }, wakeAt: null };
  return {
    document,
    event: { type: 'responsibility.objected', data: { text: input.text } },
    effects: [
      settle({ purposes: ['responsibility.recorded'] }),
      ...(leader ? [tell(document, leader.id, 'responsibility.decide', null)] : []),
    ],
  };
}

const decide =
  (step: Extract<ResponsibilityStep, 'uphold' | 'withdraw'>) =>
  (
    entry: Responsibility,
    { reason }: DecideObjection,
    context: Context,
    { leaders }: LeaderFacts,
  ): Outcome<Responsibility> => {
    const status = advance(responsibilityWorkflow, step, entry, context);
    const { actor, now } = context;
    const byName = leaders.find(({ id }) => id === actor.id)?.name ?? '局领导';
    const decision = { upheld: step === 'uphold', reason, by: actor.id, byName, at: now };
    const document: Responsibility = { ...entry, status, decision };
    return {
      document,
      event: { type: `responsibility.${step === 'uphold' ? 'upheld' : 'withdrawn'}`, data: { reason } },
      effects: [
        settle({ purposes: ['responsibility.decide'] }),
        tell(document, entry.person, 'responsibility.decided'),
      ],
    };
  };

/** Nobody has objected in time: the entry stands. */
function letStand(entry: Responsibility, _input: unknown, context: Context): Outcome<Responsibility> {
  const status = advance(responsibilityWorkflow, 'wake', entry, context);
  return {
    document: { ...entry, status, wakeAt: null },
    event: { type: 'responsibility.final' },
    effects: [settle({ purposes: ['responsibility.recorded'] })],
  };
}

/** Every command behind its schema. The names are those of the workflow's steps. */
export const responsibilityCommands = {
  object: command(ObjectResponsibility, objectEntry),
  uphold: command(DecideObjection, decide('uphold')),
  withdraw: command(DecideObjection, decide('withdraw')),
  wake: command(Nothing, letStand),
};
