import { readBankList } from '../models/payment/bankList';
import { decisionNumbersIn } from '../models/payment/matching';
import { importPayment, paymentDomain } from '../models/payment/payment';
import { type Payment } from '../models/payment/payment.schema';
import { offered } from '../models/core/workflow';
import { as, atTime, MORNING } from './builders';

const TODAY = '2026-10-20';
const HEAD = ['交易日期', '流水号', '贷方金额(元)', '对方户名', '附言', '执收项目'];
const row = (ref: string, day: string, amount: string, remark = '', item = '') => [
  day,
  ref,
  amount,
  '示例公司',
  remark,
  item,
];
const read = (...rows: unknown[][]) => readBankList([HEAD, ...rows] as never, TODAY);

describe('a list of the bank', () => {
  it('is read below its title and above its sum, by the names of its columns', () => {
    const { lines, faults } = readBankList(
      [
        ['某银行交易明细'],
        [],
        HEAD,
        row('A001', '2026/10/8', '406,000.00', '缴款码2026', '罚款'),
        ['合计', '', '406,000.00'],
      ],
      TODAY,
    );
    expect(faults).toEqual([]);
    expect(lines).toEqual([
      {
        ref: 'A001',
        paidOn: '2026-10-08',
        amountFen: 40_600_000,
        payer: '示例公司',
        remark: '缴款码2026',
        item: 'FINE',
      },
    ]);
  });

  it.each([
    ['0.29', 29],
    ['1234567.8', 123_456_780],
    ['¥406,000.00', 40_600_000],
    ['406000元', 40_600_000],
    [1_152.81, 115_281],
    [0.1 + 0.2, 'fault'],
  ])('reads %s exactly', (amount, fen) => {
    const { lines, faults } = read(row('A001', '2026-10-08', amount as string));
    expect(faults.length > 0 ? 'fault' : lines[0]!.amountFen).toBe(fen);
  });

  it.each(['2026-10-08', '20261008', '2026年10月8日', '2026-10-08 09:15:00', new Date('2026-10-08')])(
    'reads the day %s',
    (day) => {
      expect(read(row('A001', day as string, '1')).lines[0]!.paidOn).toBe('2026-10-08');
    },
  );

  it('tells every fault by its cell and takes the same line twice as one', () => {
    const { faults } = read(row('A001', '2026-13-40', '-5'), row('?', '2026-10-21', 'abc'));
    expect(faults.map(({ cell }) => cell)).toEqual(['A2', 'C2', 'B3', 'A3', 'C3']);
    expect(read(row('A001', '2026-10-08', '1'), row('A001', '2026-10-08', '1')).lines).toHaveLength(1);
    expect(read(row('A001', '2026-10-08', '1'), row('A001', '2026-10-08', '2')).faults[0]!.words).toContain('出现两次');
  });

  it('without the columns it needs, or without a line, is no list', () => {
    expect(readBankList([['姓名', '班次']], TODAY).faults[0]!.words).toContain('表头');
    expect(read().faults[0]!.words).toContain('没有缴款');
  });

  it.each([
    ['罚没收入', null],
    ['加处罚款', 'LATE'],
    ['没收违法所得', 'CONFISCATION'],
    ['罚款收入', 'FINE'],
    ['', null],
  ])('takes “%s” for %s', (words, item) => {
    expect(read(row('A001', '2026-10-08', '1', '', words)).lines[0]!.item).toBe(item);
  });

  it('finds the number of a decision whatever brackets were typed', () => {
    for (const typed of ['舟环(普)罚〔2026〕12号', '舟环（普）罚[2026] 012号', '罚款 舟环(普)罚【2026】12号 谢谢'])
      expect(decisionNumbersIn(typed).some((no) => no.endsWith('舟环(普)罚〔2026〕12号'))).toBe(true);
  });
});

describe('a line of the bank', () => {
  const LINE = { ref: 'A001', paidOn: '2026-10-08', amountFen: 100, payer: '示某', remark: '', item: null };
  const importing = { source: 'BANK' as const, batch: 'b', by: { id: 'cashier', name: '示财' } };
  const found = { id: 'c1', no: '舟环罚〔2026〕1号', county: '330903' };
  const unmatched = (): Payment =>
    importPayment(LINE, { reason: '附言里没有缴款码' }, importing, as('finance', 'cashier')).document;
  const take = (name: string, payment: Payment, by = as('finance', 'cashier'), input: object = {}) =>
    paymentDomain.commands[name]!.decide(payment, input, by, { found, name: '示财' });
  const refusal = (work: () => unknown) => {
    try {
      work();
      return 'nothing';
    } catch (error) {
      return `${(error as { code: string }).code} ${(error as Error).message}`;
    }
  };

  it('with its case known is on its way there; else it waits for a person', () => {
    const known = importPayment(LINE, found, importing, as('finance', 'cashier'));
    expect([known.document.status, known.effects![0]!.kind]).toEqual(['matched', 'payment.book']);
    expect(unmatched().status).toBe('unmatched');
  });

  it('is claimed by the finance office with a reason, and by the second of two no more', () => {
    const claimed = take('claim', unmatched(), as('finance', 'cashier'), { case: 'c1', reason: '电话核实' }).document;
    expect(claimed).toMatchObject({ status: 'matched', case: 'c1', settledBy: 'cashier' });
    expect(refusal(() => take('claim', claimed, as('finance', 'other'), { case: 'c2', reason: '也核实' }))).toContain(
      'ILLEGAL',
    );
  });

  it.each(['officer', 'branchHead', 'reviewer', 'systemAdmin', 'auditor'] as const)('is not claimed by %s', (role) => {
    expect(refusal(() => take('claim', unmatched(), as(role), { case: 'c1', reason: '核实' }))).toContain(
      'NOT_PERMITTED',
    );
  });

  it('is taken out of a case by a leader who did not claim it', () => {
    const claimed = take('claim', unmatched(), as('bureauLeader', 'b1'), { case: 'c1', reason: '电话核实' }).document;
    const booked = take('book', claimed, atTime(MORNING)).document;
    const out = { reason: '认领错了' };
    expect(refusal(() => take('reverse', booked, as('bureauLeader', 'b1'), out))).toContain('由您认领');
    expect(refusal(() => take('reverse', booked, as('finance', 'cashier'), out))).toContain('NOT_PERMITTED');
    const leaving = take('reverse', booked, as('bureauLeader', 'b2'), out);
    expect(leaving.effects!.map(({ kind }) => kind)).toEqual(['payment.unbook']);
    expect(take('reversed', leaving.document, atTime(MORNING)).document).toMatchObject({
      status: 'unmatched',
      case: null,
    });
  });

  it('offers nobody what only the bank or the outbox may do', () => {
    const steps = offered(paymentDomain.workflow, unmatched(), as('finance', 'cashier'));
    expect(steps).toEqual(['claim', 'setAside']);
  });
});
