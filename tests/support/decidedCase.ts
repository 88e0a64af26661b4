import { type Context } from '../../models/core/workflow';
import { type Decision } from '../../models/penalty/case.schema';
import { penaltyCommands } from '../../models/penalty/penalty';
import { type PenaltyCase } from '../../models/penalty/penalty.schema';
import { as, atTime } from '../builders';
import { clueFor, FACTS } from './clue';

/** Mid-morning in Asia/Shanghai. */
export const on = (day: string, time = '10:00') => new Date(`${day}T${time}:00+08:00`);

export const DECIDED_ON = '2026-09-16';
const DECISION: Decision = {
  ...{ no: '舟环(普)罚〔2026〕1号', at: on(DECIDED_ON), by: 'bureau', byName: '示bureau', authority: '330903' },
  ...{ kinds: ['FINE'], fineFen: 40_600_000, confiscationFen: 0, facts: '除臭设施未运行。', defence: '未提出。' },
  ...{ basis: '示例法第一条', reasons: '按裁量基准。', order: '', dueDays: 15, approval: null },
};

/** A case of Putuo decided on 2026-09-16, investigated by `wang` and `zhang`, with what the test changes. */
export function aDecidedCase(change: Partial<PenaltyCase> = {}, decision: Partial<Decision> = {}): PenaltyCase {
  const { document } = clueFor({}, { ...as('staff', 'wang'), now: on('2026-08-20') });
  const investigator = { certificateNo: '示1', certificateValidTo: '2099-12-31' };
  return {
    ...{ ...document, version: 9, status: 'decided', no: 'XS-2026-000123' },
    ...{ investigatorIds: ['wang', 'zhang'], everInvestigated: ['wang', 'zhang'] },
    investigators: ['wang', 'zhang'].map((id) => ({ ...investigator, id, name: `示${id}` })),
    filing: {
      no: '舟环(普)立〔2026〕1号',
      by: 'head',
      byName: '示head',
      at: on('2026-08-20'),
      authority: '330903',
      dueAt: on('2026-11-18'),
    },
    ...{ decision: { ...DECISION, ...decision }, wakeAt: null, alarms: [] },
    ...change,
  };
}

/** Everybody that any step looks up. */
export const EXECUTION_FACTS = {
  ...FACTS,
  ...{ byName: '示某', reviewers: [{ id: 'reviewer', name: '示reviewer' }], finance: ['cashier'], decidedByName: '' },
};

/** One step of the case, by anybody, whatever it looks up. */
export const step = (name: string, record: PenaltyCase, by: Context, input: object = {}) =>
  (penaltyCommands as Record<string, (typeof penaltyCommands)['wake']>)[name]!.decide(
    record,
    input,
    by,
    EXECUTION_FACTS,
  );

/** Who acts, with a fresh second factor. */
export const officer = (day: string, id = 'wang') => as('staff', id, { now: on(day) });
export const head = (day: string, id = 'head') => ({ ...as('branchHead', id, { now: on(day) }), factorAt: on(day) });
export const party = (record: PenaltyCase, day: string): Context =>
  as('party', String(record.partyKey), { now: on(day) });
export const bank = (day: string): Context => atTime(on(day));
export const clock = (record: PenaltyCase) => step('wake', record, atTime(record.wakeAt!));
export const APPROVAL = { approval: { seen: 'a'.repeat(64), opened: ['facts'] } };

export const PHOTO = 'e'.repeat(64);
export const HANDED_OVER = { how: 'DIRECT', receiver: '示某', place: '示例厂', photos: [PHOTO] };

/** Served on a day by the officers. */
export const servedOn = (day: string, record = aDecidedCase()) =>
  step('serve', record, officer(day), { ...HANDED_OVER, on: day }).document;
/** A line of the bank about this case. */
export const paid = (
  record: PenaltyCase,
  paidOn: string,
  amountFen: number,
  booked = paidOn,
  payment = `BANK:${paidOn}`,
) => step('receivePayment', record, bank(booked), { payment, ref: payment, paidOn, amountFen, item: null });
