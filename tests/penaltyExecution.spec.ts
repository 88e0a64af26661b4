import { permits } from '../models/core/access';
import { shanghaiDay } from '../models/core/calendar';
import { offered } from '../models/core/workflow';
import { ledgerAt } from '../models/penalty/execution';
import { executionClocks } from '../models/penalty/execution.clocks';
import { type PenaltyCase } from '../models/penalty/penalty.schema';
import { penaltyWorkflow } from '../models/penalty/penalty.workflow';
import { as, toldTo } from './builders';
import {
  aDecidedCase,
  APPROVAL,
  bank,
  clock,
  HANDED_OVER,
  head,
  officer,
  on,
  paid,
  party,
  PHOTO,
  servedOn,
  step,
} from './support/decidedCase';

const FINE = 40_600_000;
const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return `${(error as { code: string }).code} ${(error as Error).message}`;
  }
  return 'nothing';
};
const day = (at: Date | null) => at && shanghaiDay(at);
const kinds = (effects: readonly { kind: string }[] = []) => effects.map(({ kind }) => kind);
/** The clock rings until the given day is over. */
function until(last: string, record: PenaltyCase): PenaltyCase {
  let now = record;
  while (now.wakeAt && now.wakeAt <= on(last, '23:59')) now = clock(now).document;
  return now;
}

describe('the service of a decision', () => {
  it('starts the fifteen days, plans the follow-up and prepares what is published', () => {
    const { document, effects } = step('serve', aDecidedCase(), officer('2026-09-18'), {
      ...{ ...HANDED_OVER, on: '2026-09-18' },
    });
    expect(document.payment).toMatchObject({ fineFen: FINE, dueOn: '2026-10-08', reference: '202600012338' });
    expect(kinds(effects)).toEqual(expect.arrayContaining(['followUp.schedule', 'disclosure.prepare', 'party.tell']));
    const words = executionClocks(document).find(({ label }) => label === '缴纳罚款')!.explain;
    expect(words.map(({ reason }) => reason)).toContain('期末遇国庆节放假，顺延');
  });

  it('ends a period on a make-up Sunday, which is a working day', () => {
    expect(servedOn('2026-09-17', aDecidedCase({}, { dueDays: 3 })).payment!.dueOn).toBe('2026-09-20');
  });

  it('says so where the holidays of the year are not known', () => {
    const late = servedOn('2026-12-22', aDecidedCase({}, { at: on('2026-12-21') }));
    expect(late.payment!.dueOn).toBe('2027-01-06');
    expect(executionClocks(late).find(({ label }) => label.startsWith('缴纳罚款'))!.label).toContain('暂按周末推算');
  });

  it('leaves nothing to pay after a warning alone', () => {
    const warned = servedOn('2026-09-18', aDecidedCase({}, { kinds: ['WARNING'], fineFen: 0 }));
    expect(warned.payment).toBeNull();
    expect(warned.wakeAt).toBeNull();
  });

  it.each([
    ['by somebody who does not investigate it', as('officer', 'li', { now: on('2026-09-18') }), {}, 'NOT_PERMITTED'],
    ['before the decision', officer('2026-09-18'), { on: '2026-09-15' }, '早于'],
    ['on a day to come', officer('2026-09-18'), { on: '2026-09-19' }, '还没有到'],
    ['without a proof', officer('2026-09-18'), { photos: [] }, '证明'],
    ['left behind without a witness', officer('2026-09-18'), { how: 'LEFT', remark: '拒绝签收' }, '见证人'],
    ['by telephone through this step', officer('2026-09-18'), { how: 'ELECTRONIC' }, '送达方式'],
  ])('is refused %s', (_what, by, change, words) => {
    const input = { ...HANDED_OVER, on: '2026-09-18', ...change };
    expect(refusal(() => step('serve', aDecidedCase(), by, input))).toContain(words);
  });

  it('by telephone needs the signed consent of the party, and counts from its confirmation', () => {
    const decided = aDecidedCase();
    expect(refusal(() => step('sendElectronically', decided, officer('2026-09-17')))).toContain('确认书');
    const consented = step('consentEService', decided, party(decided, '2026-09-17'), {
      signature: 'filing:1',
    }).document;
    expect(refusal(() => step('confirmReceipt', consented, party(consented, '2026-09-17')))).toContain('还没有');
    const { document: sent } = step('sendElectronically', consented, officer('2026-09-17'));
    expect(refusal(() => step('confirmReceipt', sent, as('party', 'party:other')))).toContain('NOT_PERMITTED');
    const received = step('confirmReceipt', sent, party(sent, '2026-09-18')).document;
    expect(received).toMatchObject({ status: 'served', serving: { how: 'ELECTRONIC', at: on('2026-09-18') } });
  });

  it('goes another way when the party does not confirm within three working days', () => {
    const decided = aDecidedCase();
    const consented = step('consentEService', decided, party(decided, '2026-09-17')).document;
    const sent = step('sendElectronically', consented, officer('2026-09-17')).document;
    let { document, effects } = clock(sent);
    while (document.sent) ({ document, effects } = clock(document));
    expect(toldTo(effects)).toEqual(['penalty.unconfirmed → wang', 'penalty.unconfirmed → zhang']);
    expect(servedOn('2026-09-24', document).status).toBe('served');
  });

  it('by announcement counts thirty days after it, by the clock alone', () => {
    const input = { announcedOn: '2026-09-18', where: '政府网站', tried: '邮寄退回，无人签收', photos: [PHOTO] };
    const { document } = step('announce', aDecidedCase(), officer('2026-09-18'), input);
    expect(refusal(() => step('announce', document, officer('2026-09-18'), input))).toContain('正在公告');
    const served = until('2026-10-20', document);
    expect(served).toMatchObject({ status: 'served', serving: { how: 'ANNOUNCEMENT' }, announcement: null });
    expect(day(served.serving!.at)).toBe('2026-10-19');
    expect(served.payment!.dueOn).toBe('2026-11-03');
  });

  it('reminds before the seven working days, and tells the head after them', () => {
    const consented = step('consentEService', aDecidedCase(), party(aDecidedCase(), '2026-09-16')).document;
    const first = clock(consented);
    expect([day(consented.wakeAt), ...toldTo(first.effects)]).toEqual([
      ...['2026-09-21', 'penalty.serve → wang', 'penalty.serve → zhang'],
    ]);
    const second = clock(first.document);
    expect(toldTo(second.effects)).toContain('penalty.serveLate → head');
    expect(second.document.wakeAt).toBeNull();
  });
});

describe('money that comes in', () => {
  it('settles the case by the day of the bank, and whoever handles it hears so', () => {
    const { document, effects } = paid(servedOn('2026-09-18'), '2026-10-08', FINE, '2026-10-20');
    expect(document.status).toBe('paid');
    expect(toldTo(effects)).toEqual(['penalty.settled → wang', 'penalty.settled → zhang']);
  });

  it('once has one effect, however often it is told', () => {
    const once = paid(servedOn('2026-09-18'), '2026-10-08', 100_000, '2026-10-08', 'BANK:1').document;
    const twice = paid(once, '2026-10-08', 100_000, '2026-10-09', 'BANK:1').document;
    expect(twice.payment!.receipts).toHaveLength(1);
  });

  it('too late goes to the fine first and leaves the late penalty open', () => {
    const overdue = until('2026-10-09', servedOn('2026-09-18'));
    expect(overdue.status).toBe('overdue');
    const { document } = paid(overdue, '2026-10-18', FINE);
    expect(document.status).toBe('overdue');
    expect(ledgerAt(document, '2026-12-31').open).toEqual({ fineFen: 0, confiscationFen: 0, lateFen: 12_180_000 });
    expect(paid(document, '2026-12-31', 12_180_000).document.status).toBe('paid');
  });

  it('in time but told late takes back that it was overdue', () => {
    const overdue = until('2026-10-09', servedOn('2026-09-18'));
    expect(paid(overdue, '2026-10-08', FINE, '2026-10-12').document.status).toBe('paid');
  });

  it('too much is owed back, and returned no more than that', () => {
    const { document, effects } = paid(servedOn('2026-09-18'), '2026-10-08', FINE + 5_000);
    expect(toldTo(effects)).toContain('penalty.overpaid → cashier');
    const cashier = as('finance', 'cashier', { now: on('2026-10-12') });
    const back = (amountYuan: number, ref = 'TF-1') => ({ ref, on: '2026-10-12', amountYuan });
    expect(refusal(() => step('refundPayment', document, officer('2026-10-12'), back(50)))).toContain('NOT_PERMITTED');
    expect(refusal(() => step('refundPayment', document, cashier, back(50.01)))).toContain('50.00元');
    const returned = step('refundPayment', document, cashier, back(50)).document;
    expect(returned.payment?.refunds).toMatchObject([{ amountFen: 5_000 }]);
    expect(refusal(() => step('refundPayment', returned, cashier, back(0.01)))).toContain('没有多缴');
  });

  it('booked to the wrong case goes out again, and the case owes as before', () => {
    const overdue = until('2026-10-09', servedOn('2026-09-18'));
    const booked = paid(overdue, '2026-10-08', FINE, '2026-10-12', 'BANK:1').document;
    const out = step('reversePayment', booked, bank('2026-10-13'), { payment: 'BANK:1' }).document;
    expect([booked.status, out.status, out.payment!.receipts]).toEqual(['paid', 'overdue', []]);
  });

  it('is never booked by a person', () => {
    for (const role of ['officer', 'branchHead', 'bureauLeader', 'finance', 'systemAdmin'] as const)
      expect(permits('bookPayment', as(role).actor)).toBe(false);
    expect(offered(penaltyWorkflow, servedOn('2026-09-18'), officer('2026-09-18'))).not.toContain('receivePayment');
  });
});

describe('payment in shares', () => {
  const shares = (...parts: [string, number][]) => parts.map(([dueOn, amountFen]) => ({ dueOn, amountFen }));
  const TWO = shares(['2026-11-10', 20_000_000], ['2026-12-10', 20_600_000]);
  const asking = { reason: '经营困难，附报表', shares: TWO, photos: [PHOTO] };
  const asked = (change: object = {}) => {
    const served = servedOn('2026-09-18');
    return step('requestInstalment', served, party(served, '2026-09-28'), { ...asking, ...change });
  };
  const granted = () =>
    step('grantInstalment', asked().document, head('2026-09-30'), { shares: TWO, reason: '同意', ...APPROVAL })
      .document;

  it('is asked for with proof, answered within fifteen days, and decided by a head', () => {
    const { document, effects } = asked();
    expect(toldTo(effects)[0]).toBe('penalty.instalment → head');
    expect(day(document.instalment!.answerDueAt)).toBe('2026-10-13');
    expect(granted()).toMatchObject({ status: 'instalment', instalment: { status: 'running' } });
    const no = step('refuseInstalment', document, head('2026-09-30'), { reason: '有能力缴纳', ...APPROVAL }).document;
    expect(no).toMatchObject({ status: 'served', instalment: { status: 'refused' } });
    expect(refusal(() => step('requestInstalment', no, party(no, '2026-09-30'), asking))).toContain('没有获得同意');
  });

  it.each([
    ['sums that are not what is owed', { shares: TWO.slice(0, 1) }, '合计200000.00元'],
    ['days that go backwards', { shares: [...TWO].reverse() }, '先后'],
    ['a last share beyond the year', { shares: shares(['2027-10-20', FINE]) }, '不能晚于'],
    ['no proof', { photos: [] }, '证明材料'],
  ])('is refused with %s', (_what, change, words) => {
    expect(refusal(() => asked(change))).toContain(words);
  });

  it('is refused after the last day, to an officer for a decision, and without a fresh second factor', () => {
    const served = servedOn('2026-09-18');
    expect(refusal(() => step('requestInstalment', served, party(served, '2026-10-09'), asking))).toContain('期限已过');
    const { document } = asked();
    const input = { shares: TWO, reason: '同意', ...APPROVAL };
    expect(refusal(() => step('grantInstalment', document, officer('2026-09-30'), input))).toContain('NOT_PERMITTED');
    const { factorAt: _gone, ...unproved } = head('2026-09-30');
    expect(refusal(() => step('grantInstalment', document, unproved, input))).toContain('SECOND_FACTOR');
  });

  it('runs to its end without late penalty, each share on a working day', () => {
    const sunday = shares(['2026-10-11', FINE]);
    const one = step('grantInstalment', asked({ shares: sunday }).document, head('2026-09-30'), {
      ...{ shares: sunday, reason: '同意', ...APPROVAL },
    }).document;
    expect(one.instalment!.schedule[0]!.dueOn).toBe('2026-10-12');
    const half = paid(granted(), '2026-11-10', 20_000_000).document;
    const whole = paid(half, '2026-12-10', 20_600_000).document;
    expect([half.status, whole.status, whole.instalment!.status]).toEqual(['instalment', 'paid', 'done']);
    expect(ledgerAt(whole, '2027-03-01').owed.lateFen).toBe(0);
  });

  it('is broken by one missed share, once the bank must have told of it, from that share on', () => {
    const broken = until('2026-11-14', granted());
    expect(broken).toMatchObject({ status: 'overdue', instalment: { status: 'broken' } });
    expect(until('2026-11-13', granted()).status).toBe('instalment');
    expect(ledgerAt(broken, '2026-11-20')).toMatchObject({ overdueFrom: '2026-11-10', owed: { lateFen: 12_180_000 } });
  });

  it('is not broken by a share that came in time and was told late', () => {
    const broken = until('2026-11-14', granted());
    expect(paid(broken, '2026-11-10', 20_000_000, '2026-11-20').document.status).toBe('instalment');
  });
});

describe('what is not paid', () => {
  const overdue = () => until('2026-10-09', servedOn('2026-09-18'));
  const demanded = (from: PenaltyCase = overdue(), at = '2027-03-19') => step('demand', from, officer(at)).document;
  const served = (at = '2027-03-19') =>
    step('serveDemand', demanded(), officer(at), { ...HANDED_OVER, on: at }).document;
  const COURT = { court: '示例区人民法院', ...APPROVAL };

  it('counts no late penalty during a reconsideration, and no court is asked before its end', () => {
    const begun = step('beginRemedy', overdue(), officer('2026-10-20'), {
      ...{ kind: 'RECONSIDERATION', body: '示例市政府', no: '示复1号', from: '2026-10-11' },
    }).document;
    expect(ledgerAt(begun, '2026-11-30')).toMatchObject({ lateDays: 2, pausedDays: 51 });
    expect(refusal(() => step('demand', begun, officer('2026-11-30')))).toContain('复议或者诉讼');
    const ended = step('endRemedy', begun, officer('2026-12-01'), { to: '2026-12-01', result: 'UPHELD' }).document;
    expect(ledgerAt(ended, '2026-12-05').lateDays).toBe(6);
  });

  it('is demanded with what is owed on that day, and given ten working days after service', () => {
    const demand = served().enforcement!.demand!;
    expect(demand).toMatchObject({ fineFen: FINE, lateFen: FINE });
    expect(day(demand.dueAt)).toBe('2027-04-02');
  });

  it('goes to the court after the demand and the six months, within three months, by a head', () => {
    const due = served();
    expect(refusal(() => step('applyCourt', demanded(), head('2027-04-10'), COURT))).toContain('还没有送达');
    expect(refusal(() => step('applyCourt', due, head('2027-04-02'), COURT))).toContain('催告的期限');
    expect(refusal(() => step('applyCourt', due, head('2027-06-22'), COURT))).toContain('届满');
    expect(refusal(() => step('applyCourt', due, officer('2027-04-06'), COURT))).toContain('NOT_PERMITTED');
    const applied = step('applyCourt', due, head('2027-04-06'), COURT).document;
    expect(applied.enforcement!.court).toMatchObject({ fineFen: FINE, lateFen: FINE });
  });

  it('is not taken to the court while the six months run', () => {
    const early = step('serveDemand', demanded(overdue(), '2026-11-02'), officer('2026-11-02'), {
      ...{ ...HANDED_OVER, on: '2026-11-02' },
    }).document;
    expect(refusal(() => step('applyCourt', early, head('2026-12-01'), COURT))).toContain(
      '复议、提起诉讼的期限到3月18日',
    );
  });

  it('is enforced after the court allowed it, and cannot be without', () => {
    const applied = step('applyCourt', served(), head('2027-04-06'), COURT).document;
    const done = { on: '2027-05-20', summary: '划拨到账' };
    expect(refusal(() => step('finishEnforcement', applied, officer('2027-05-20'), done))).toContain('受理');
    const taken = step('acceptedByCourt', applied, officer('2027-04-08'), {
      no: '示行审1号',
      acceptedOn: '2027-04-08',
    });
    const rule = (ruling: string) =>
      step('ruledByCourt', taken.document, officer('2027-05-07'), { ruling, ruledOn: '2027-05-07', reason: '准予' });
    expect(toldTo(rule('REFUSED').effects)).toEqual(['penalty.courtRefused → head']);
    expect(refusal(() => step('finishEnforcement', rule('REFUSED').document, officer('2027-05-20'), done))).toContain(
      '准予',
    );
    const enforced = step('finishEnforcement', rule('GRANTED').document, officer('2027-05-20'), done).document;
    expect(enforced.status).toBe('enforced');
  });

  it('is told of in time: when to demand, before the window closes, and when it has', () => {
    let record = overdue();
    const told: string[] = [];
    while (record.wakeAt && told.length < 12) {
      const at = day(record.wakeAt);
      const { document, effects } = clock(record);
      told.push(
        ...toldTo(effects)
          .slice(0, 1)
          .map((words) => `${String(at)} ${words}`),
      );
      record = document;
    }
    expect(told).toEqual([
      '2027-03-19 penalty.demandTime → wang',
      '2027-05-19 penalty.applyCourt → wang',
      '2027-06-08 penalty.applyCourt → wang',
      '2027-06-15 penalty.applyCourt → wang',
      '2027-06-19 penalty.courtMissed → head',
    ]);
  });
});

describe('a decision that falls', () => {
  const said = { kind: 'REVOKED', body: '示例市政府', no: '示复2号', on: '2026-10-12', reason: '程序违法' };

  it('withdraws what was published, owes nothing any more, and what was paid is owed back', () => {
    const whole = paid(servedOn('2026-09-18'), '2026-10-08', FINE).document;
    const { document, effects } = step('annul', whole, head('2026-10-13'), said);
    expect(effects!.find(({ kind }) => kind === 'disclosure.withdraw')!.data).toMatchObject({ ground: 'REVOKED' });
    expect(ledgerAt(document, '2026-10-13')).toMatchObject({ openFen: 0, overFen: FINE });
  });

  it('changed to less is settled by what was paid', () => {
    const half = paid(servedOn('2026-09-18'), '2026-10-08', 20_000_000, '2026-10-09').document;
    const changed = step('annul', half, head('2026-10-13'), { ...said, kind: 'CHANGED', fineYuan: 200_000 });
    expect([half.status, changed.document.status]).toEqual(['overdue', 'paid']);
    expect(refusal(() => step('annul', half, head('2026-10-13'), { ...said, kind: 'CHANGED' }))).toContain(
      '变更后的罚款',
    );
  });

  it('is closed as revoked and not enforced', () => {
    const { document } = step('annul', servedOn('2026-09-18'), head('2026-10-13'), said);
    expect(document.wakeAt).toBeNull();
    const proposal = { kind: 'REVOKED', summary: '决定已被撤销' };
    expect(step('proposeClosing', document, officer('2026-10-14'), proposal).document.closing!.kind).toBe('REVOKED');
  });
});

describe('the end of a case', () => {
  const done = () => paid(servedOn('2026-09-18'), '2026-10-08', FINE).document;
  const proposal = { kind: 'PERFORMED', summary: '罚款已缴清' };
  const proposed = () => step('proposeClosing', done(), officer('2026-10-12'), proposal).document;

  it('is proposed by a handler and approved by a head who did not handle it', () => {
    const { document, effects } = step('closeCase', proposed(), head('2026-10-13'), APPROVAL);
    expect(document).toMatchObject({ status: 'closed', closing: { approvedBy: 'head' } });
    expect(toldTo(effects)).toEqual(['penalty.archive → wang']);
    expect(refusal(() => step('closeCase', proposed(), officer('2026-10-13'), APPROVAL))).toContain('NOT_PERMITTED');
    expect(refusal(() => step('closeCase', done(), head('2026-10-13'), APPROVAL))).toContain('还没有提出');
    const own = { ...proposed(), closing: { ...proposed().closing!, proposedBy: 'head' } };
    expect(refusal(() => step('closeCase', own, head('2026-10-13'), APPROVAL))).toContain('其他负责人');
  });

  it.each(['COURT_ENFORCED', 'REVOKED', 'NO_PENALTY', 'TRANSFERRED', 'TERMINATED', 'FILING_REVOKED', 'UNENFORCEABLE'])(
    'is not %s where the record does not show it',
    (kind) => {
      expect(refusal(() => step('proposeClosing', done(), officer('2026-10-12'), { ...proposal, kind }))).toContain(
        'INVALID',
      );
    },
  );

  it('is not performed while a fen is open, also when the payment went out again after the proposal', () => {
    const open = paid(servedOn('2026-09-18'), '2026-10-08', FINE - 1, '2026-10-08').document;
    expect(refusal(() => step('proposeClosing', open, officer('2026-10-08'), proposal))).toContain('还没有缴清');
    const out = step('reversePayment', proposed(), bank('2026-10-12'), { payment: 'BANK:2026-10-08' }).document;
    expect(refusal(() => step('closeCase', out, head('2026-10-13'), APPROVAL))).toContain('还没有缴清');
  });

  it('returned with a reason is proposed again, and closed is filed away once', () => {
    const back = step('returnClosing', proposed(), head('2026-10-13'), { reason: '补充材料' });
    expect(toldTo(back.effects)).toEqual(['penalty.closingReturned → wang']);
    const again = step('proposeClosing', back.document, officer('2026-10-14'), proposal).document;
    const closed = step('closeCase', again, head('2026-10-15'), APPROVAL).document;
    const filed = step('archive', closed, officer('2026-10-20'), { no: '示-2026-1', permanent: false }).document;
    expect([filed.status, filed.archive!.years]).toEqual(['archived', 30]);
    expect(refusal(() => step('archive', filed, officer('2026-10-20'), { no: '示-2', permanent: true }))).toContain(
      'ILLEGAL',
    );
  });

  it('is asked for when it is late', () => {
    expect(toldTo(clock(done()).effects)).toContain('penalty.close → head');
  });
});
