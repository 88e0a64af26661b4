import { type Role } from '../models/core/access';
import { advance, checked, offered } from '../models/core/workflow';
import { adopt } from '../models/core/policy';
import { type AlertRecipient } from '../models/massAlert/alertRecipient.schema';
import { byUnit, personalDataIn, rollOf } from '../models/massAlert/audience';
import { composeAlert, massAlertCommands } from '../models/massAlert/massAlert.commands';
import { Audience, ComposeAlert, KINDS, type MassAlert } from '../models/massAlert/massAlert.schema';
import { massAlertWorkflow } from '../models/massAlert/massAlert.workflow';
import { cell, COLUMNS, headOf, rowOf, rowsOf } from '../models/massAlert/rollCall';
import { lineOf, orderWords, revokeWords, titleOf } from '../models/massAlert/wording';
import { type Person } from '../models/people/people.schema';
import { as, aPerson, atTime, MORNING } from './builders';

const MINUTE = 60_000;
const after = (n: number) => new Date(MORNING.getTime() + n * MINUTE);
const INPUT = {
  kind: 'TYPHOON',
  title: '全员到岗',
  text: '请立即到岗，检查设备。',
  choices: [{ text: '收到' }, { text: '需要支援', help: true }],
  place: '指挥中心',
  assembleAt: after(60),
  answerBy: after(30),
  audience: { everyone: true },
};
const order = (change: object = {}) => checked(ComposeAlert, { ...INPUT, ...change });
const draft = (change: Partial<MassAlert> = {}): MassAlert => ({
  ...composeAlert('a1', order(), as('dutyLeader', 'li', { county: null }), { name: '李带班', leader: 'li' }).document,
  no: 'TZ-2026-000001',
  ...change,
});
const SEND = { name: '李带班', roll: ['wang', 'zhang'] };
const sent = (change: Partial<MassAlert> = {}): MassAlert => ({
  ...massAlertCommands.send.decide(draft(), {}, as('dutyLeader', 'li', { county: null }), SEND).document,
  ...change,
});
const code = (expected: string) => expect.objectContaining({ code: expected }) as Error;

describe('a mass alert', () => {
  it('is prepared by an operator and sent by a leader on duty, the bureau, or the branch for its own county', () => {
    const may = (role: Role, county: string | null, alert = draft()) =>
      offered(massAlertWorkflow, alert, as(role, 'x', { county })).includes('send');
    expect(may('dutyLeader', null)).toBe(true);
    expect(may('bureauLeader', null)).toBe(true);
    expect(may('branchHead', '330903', draft({ county: '330903' }))).toBe(true);
    expect(may('branchHead', '330903', draft({ county: '330902' }))).toBe(false);
    expect(may('branchHead', '330903', draft({ county: null }))).toBe(false);
    for (const role of ['dutyOperator', 'officer', 'auditor', 'systemAdmin', 'ruralSupervisor'] as const)
      expect(may(role, '330903', draft({ county: '330903' }))).toBe(false);
  });

  it('of a branch is for its own county, whatever was asked for', () => {
    const compose = (role: Role, county: string | null) =>
      composeAlert('a', order({ county: '330902' }), as(role, 'x', { county }), { name: '', leader: null }).document
        .county;
    expect(compose('branchHead', '330903')).toBe('330903');
    expect(compose('dutyOperator', null)).toBe('330902');
  });

  it('written by an operator is put before the leader on duty; written by a leader before nobody', () => {
    const told = (role: Role) =>
      composeAlert('a', order(), as(role, 'x', { county: null }), { name: '', leader: 'li' }).effects?.map(
        ({ data }) => [data['purpose'], data['person']],
      );
    expect(told('dutyOperator')).toEqual([['massAlert.draft', 'li']]);
    expect(told('dutyLeader')).toEqual([]);
  });

  it('owes one fan-out to everybody on the roll when it is sent, and is not sent again', () => {
    const { document, effects } = massAlertCommands.send.decide(
      draft(),
      {},
      as('dutyLeader', 'li', { county: null }),
      SEND,
    );
    expect(effects?.filter(({ kind }) => kind === 'massAlert.fanOut').map(({ data }) => data)).toEqual([
      { people: ['wang', 'zhang'] },
    ]);
    expect(() => massAlertCommands.send.decide(document, {}, as('dutyLeader', 'li', { county: null }), SEND)).toThrow(
      code('ILLEGAL_TRANSITION'),
    );
  });

  it('is not sent to nobody, nor after its own time', () => {
    const leader = (now: Date) => as('dutyLeader', 'li', { county: null, now });
    expect(() => massAlertCommands.send.decide(draft(), {}, leader(MORNING), { ...SEND, roll: [] })).toThrow(
      code('NOT_NOW'),
    );
    expect(() => massAlertCommands.send.decide(draft(), {}, leader(after(31)), SEND)).toThrow(code('NOT_NOW'));
    expect(() => massAlertCommands.send.decide(draft({ answerBy: after(90) }), {}, leader(after(61)), SEND)).toThrow(
      code('NOT_NOW'),
    );
  });

  it.each([
    ['without a title', { title: '' }],
    ['of an unknown kind', { kind: 'WAR' }],
    ['without an answer', { choices: [] }],
    ['with five answers', { choices: ['一', '二', '三', '四', '五'].map((text) => ({ text })) }],
    ['with the same answer twice', { choices: [{ text: '收到' }, { text: '收到' }] }],
    ['with an answer like a number', { choices: [{ text: '1 号' }] }],
    ['of ten thousand characters', { text: '急'.repeat(10_000) }],
    ['with six hundred people by name', { audience: { people: Array.from({ length: 600 }, (_, n) => `p${n}`) } }],
    ['with a field nobody knows', { extra: 1 }],
    ['without a time', { answerBy: 'soon' }],
    ['with a place in another sea', { location: [0, 0] }],
  ])('%s is refused in words', (_, change) => {
    expect(() => order(change)).toThrow(code('INVALID_INPUT'));
  });
});

describe('the clock of an alert', () => {
  const wake = (alert: MassAlert, at: Date, silent = 2) =>
    massAlertCommands.wake.decide(alert, {}, atTime(at), { silent: [{ head: 'head', unitName: '普陀分局', silent }] });
  const kinds = (outcome: ReturnType<typeof wake>) =>
    outcome.effects?.map(({ kind, data }) => data['way'] ?? data['purpose'] ?? kind);

  it('takes the ways of the policy in turn, then asks the heads, then tells the sender', () => {
    let alert = sent();
    expect(alert.wakeAt).toEqual(after(5));
    const steps: [number, string[]][] = [];
    while (alert.wakeAt) {
      const at = alert.wakeAt;
      const outcome = wake(alert, at);
      steps.push([(at.getTime() - MORNING.getTime()) / MINUTE, (kinds(outcome) ?? []).map(String)]);
      alert = outcome.document;
    }
    expect(steps).toEqual([
      [5, ['workNotice']],
      [10, ['ding']],
      [15, ['massAlert.silent']],
      [30, ['massAlert.due']],
    ]);
    expect(alert).toMatchObject({ round: 3, heads: ['head'], waiting: ['head'], dueTold: true });
  });

  it('after an hour away rings once, by the last way', () => {
    expect(kinds(wake(sent(), after(29)))).toEqual(['ding', 'massAlert.silent']);
  });

  it('stops when the alert has ended', () => {
    const { document, effects } = wake(sent({ status: 'closed' }), after(5));
    expect([document.wakeAt, effects]).toEqual([null, undefined]);
  });

  it('follows the policy of the bureau', () => {
    adopt({ massAlert: { channels: [{ after: 2, way: 'sms' }], headsAfter: 4 } });
    try {
      expect(kinds(wake(sent(), after(2)))).toEqual(['sms']);
    } finally {
      adopt({});
    }
  });

  it('says in the title of the head’s card how many are silent, and names nobody', () => {
    const [asked] = wake(sent({ channel: 2 }), after(15)).effects ?? [];
    expect(asked?.data['title']).toBe('TZ-2026-000001 · 普陀分局还有2人未回复');
  });
});

describe('whoever was asked to see to silent people', () => {
  it('says so once; nobody else can', () => {
    const asked = sent({ waiting: ['head'] });
    const { document } = massAlertCommands.acknowledge.decide(asked, {}, as('staff', 'head'), undefined);
    expect(document.waiting).toEqual([]);
    expect(() => advance(massAlertWorkflow, 'acknowledge', asked, as('staff', 'other'))).toThrow(code('NOT_PERMITTED'));
  });
});

describe('the words of an alert', () => {
  it.each(Object.keys(KINDS))('of kind %s mark a drill on every text, and nothing else as one', (kind) => {
    const alert = sent({ kind: kind as MassAlert['kind'] });
    const texts = [1, 2, 3].map((round) => orderWords(alert, round, after(round)));
    const all = [...texts, revokeWords(alert, after(9))];
    for (const words of all)
      for (const text of [words.title, words.text, lineOf(words, alert, after(9)), titleOf(alert)])
        expect(text.includes('演练')).toBe(kind === 'DRILL');
  });

  it('differ from round to round, since DingTalk drops what it has seen', () => {
    const texts = [1, 2, 3].map((round) => orderWords(sent(), round, after(round)).text);
    expect(new Set(texts).size).toBe(3);
    expect(texts[0]).toContain('收到 / 需要支援');
    expect(texts[0]).toContain('集合：3月2日 11:00，指挥中心');
  });

  it('warn of personal data before a thousand people read it', () => {
    expect(personalDataIn('请联系 138 1234 5678')).toHaveLength(1);
    expect(personalDataIn('证件33090219800101123X')).toHaveLength(1);
    expect(personalDataIn('请联系值班电话0580-2020000，编号202600001')).toEqual([]);
  });
});

describe('the roll', () => {
  const supervisor = (id: string, county: Person['county']) =>
    aPerson(id, '陈秘密', ['ruralSupervisor'], { county, village: '展茅一村', unit: null, unitName: null });
  const PEOPLE: Person[] = [
    aPerson('wang', '王示海', ['officer']),
    aPerson('zhang', '张示潮', []),
    aPerson('qian', '钱定海', ['branchHead'], { county: '330902', unit: 'dinghai', unitName: '定海分局' }),
    aPerson('gone', '冯离职', ['officer'], { active: false }),
    aPerson('leave', '何请假', ['officer']),
    aPerson('noAccount', '施无号', ['officer'], { unionId: '' }),
    aPerson('machine', '自检', ['machine']),
    supervisor('v1', '330903'),
    supervisor('v2', '330902'),
  ];
  const known = (change: object = {}) => ({
    people: PEOPLE,
    onDuty: new Set(['qian']),
    away: new Map([['leave', '请假至2026-03-05']]),
    actorId: ({ _id, roles }: Person) => (roles.includes('ruralSupervisor') ? `ref:${_id}` : _id),
    ...change,
  });
  const roll = (audience: object, scope: Person['county'] = null) =>
    rollOf(checked(Audience, audience), scope, known());
  const ids = (audience: object, scope: Person['county'] = null) =>
    roll(audience, scope)
      .called.map(({ id }) => id)
      .sort();

  it('is made from units, counties and roles; roles narrow places down', () => {
    expect(ids({ units: ['dinghai'] })).toEqual(['qian']);
    expect(ids({ counties: ['330903'] })).toEqual(['noAccount', 'wang', 'zhang']);
    expect(ids({ counties: ['330903'], roles: ['officer'] })).toEqual(['noAccount', 'wang']);
    expect(ids({ roles: ['branchHead'] })).toEqual(['qian']);
    expect(ids({ onDuty: true })).toEqual(['qian']);
    expect(ids({})).toEqual([]);
  });

  it('names everybody once, however often they are meant', () => {
    expect(ids({ everyone: true, units: ['putuo'], people: ['wang', 'wang'], onDuty: true })).toEqual([
      'noAccount',
      'qian',
      'wang',
      'zhang',
    ]);
  });

  it('tells supervisors under their reference, and shows them by village only', () => {
    expect(ids({ supervisors: true })).toEqual(['ref:v1', 'ref:v2']);
    expect(ids({ supervisors: true, counties: ['330902'], roles: ['auditor'] })).toEqual(['ref:v2']);
    expect(JSON.stringify(roll({ supervisors: true }))).not.toContain('陈秘密');
    expect(roll({ supervisors: true }).called[0]?.label).toBe('展茅一村 农村环境监督员');
  });

  it('says who is left out, and why', () => {
    const { leftOut } = roll({ people: ['gone', 'leave', 'qian', 'wang'], except: ['wang'] }, '330903');
    expect(leftOut.map(({ id, reason }) => [id, reason]).sort()).toEqual([
      ['gone', '已不在通讯录'],
      ['leave', '请假至2026-03-05'],
      ['qian', '不属于本县区，请由指挥中心通知'],
      ['wang', '发令时移除'],
    ]);
    expect(ids({ people: ['leave'], absent: true })).toEqual(['leave']);
  });

  it('keeps those whom no message reaches, and names them', () => {
    const { called } = roll({ everyone: true });
    expect(called.filter(({ unreachable }) => unreachable).map(({ label }) => label)).toEqual(['施无号']);
    expect(byUnit(called).map(({ unitName, people }) => [unitName, people.length])).toEqual([
      ['定海分局', 1],
      ['普陀分局', 3],
    ]);
  });
});

describe('the exported roll call', () => {
  const recipient = (change: Partial<AlertRecipient> = {}): AlertRecipient => ({
    ...{ _id: 'a1:1', version: 1, status: 'answered', alert: 'a1', person: 'wang', label: '王示海', unit: 'putuo' },
    ...{ unitName: '普陀分局', county: '330903', head: null, toldAt: MORNING, round: 1, late: true, help: false },
    answer: { choice: '收到', help: false, words: '', location: null, at: after(40), late: true, enteredBy: null },
    ...{ answeredAt: after(40), tellings: [], acceptedAt: MORNING, deliveredAt: null, readAt: null, unreachable: null },
    ...change,
  });

  it('has a cell for every column and begins as spreadsheets want it', () => {
    expect(rowOf(recipient())).toHaveLength(COLUMNS.length);
    expect(headOf(sent(), '【演练】')).toMatch(/^\uFEFF"【演练】TZ-2026-000001 全员到岗"\r\n"单位","姓名"/);
    expect(rowsOf([recipient()])).toContain('"普陀分局","王示海","已回复","收到","","3月2日 10:40","迟到"');
  });

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '＝1'])(
    'never makes a formula of %j',
    (words) => {
      const answer = { ...recipient().answer!, words };
      expect(rowsOf([recipient({ answer })])).toContain(`"'`);
    },
  );

  it('keeps quotes and line breaks inside their cell', () => {
    expect(cell('他说"好"\r\n走')).toBe('"他说""好"" 走"');
    expect(cell('普通的话-1')).toBe('"普通的话-1"');
  });
});
