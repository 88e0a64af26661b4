import fc from 'fast-check';
import { type Role } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { type Context, type Outcome, offered } from '../models/core/workflow';
import { petitionCommands } from '../models/petition/petition.commands';
import { petitionForms } from '../models/petition/petition.form';
import { type Petition } from '../models/petition/petition.schema';
import { petitionWorkflow } from '../models/petition/petition.workflow';
import { draftPetition, reportPetition, registerPetition } from '../models/petition/reporting';
import { MORNING, aPetition, as, atTime, inHand, toldTo } from './builders';

type Name = keyof typeof petitionCommands;
const take = (
  name: Name,
  petition: Petition,
  input: unknown,
  context: Context,
  facts: unknown = {},
): Outcome<Petition> => petitionCommands[name].decide(petition, input, context, facts);
const refusalOf = (act: () => unknown): DomainError => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};

const villager = as('ruralSupervisor', 'ref:villager', { grid: '330903-zm', unit: null });
const operator = as('dutyOperator', 'duty', { county: null });
const head = as('branchHead', 'head');
const officer = as('officer', 'wang');
const leader = as('bureauLeader', 'boss', { county: null });
const OPERATOR = { operator: { id: 'duty', name: '林示岛' } };
const draft = (change: Partial<Petition> = {}): Petition => ({
  ...draftPetition('p1', villager.actor, 'SUPERVISOR', MORNING),
  version: 1,
  ...change,
});
const complete = (change: Partial<Petition> = {}) =>
  draft({ content: '河水发黑', medium: 'WATER', place: '展茅', urgency: 'URGENT', ...change });
const reply = {
  result: 'TRUE',
  findings: '排口渗漏属实',
  measures: '责令当日封堵',
  replyText: '已封堵，谢谢您',
  photos: [],
};
const photo = { id: 'm2', kind: 'photo' as const, downloadCode: 'code' };

describe('a report that cannot wait', () => {
  it('becomes an incident in one step of the command centre, keeps its state, and tells its reporter', () => {
    const { document, effects } = take('makeIncident', aPetition(), {}, operator);
    expect(document).toMatchObject({ status: 'registered', incident: 'petition:p1' });
    expect(effects?.map(({ kind }) => kind)).toContain('petition.incident');
    expect(toldTo(effects)).toContain(`petition.informed → ${aPetition().reporter}`);
  });
  it('becomes one only once, and only before an officer is at work on it', () => {
    const made = take('makeIncident', aPetition(), {}, operator).document;
    expect(refusalOf(() => take('makeIncident', made, {}, operator)).message).toContain('已经转为突发事件');
    expect(refusalOf(() => take('makeIncident', inHand(), {}, operator)).code).toBe('ILLEGAL_TRANSITION');
  });
  it.each([villager, head, officer, leader])('is not for $actor.roles to turn into one', (other) => {
    expect(refusalOf(() => take('makeIncident', aPetition(), {}, other)).code).toBe('NOT_PERMITTED');
  });
});

describe('a report that grows in conversation', () => {
  it('keeps the words, fills what was understood, and asks for what is missing', () => {
    const { document, effects } = take(
      'tell',
      draft({ version: 0 }),
      { words: '河水发黑，臭得很', facts: { medium: 'WATER' } },
      villager,
    );
    expect(document).toMatchObject({ status: 'draft', content: '河水发黑，臭得很', medium: 'WATER' });
    expect(toldTo(effects)).toEqual(['petition.question → ref:villager']);
  });

  it('does not ask twice while the question stands', () => {
    const asked = draft({ content: '河水发黑', medium: 'WATER' });
    expect(toldTo(take('tell', asked, { words: '真的很臭' }, villager).effects)).toEqual([]);
  });

  it('shows one confirmation once nothing is missing any more', () => {
    const asked = draft({ content: '河水发黑', medium: 'WATER', place: '展茅' });
    const { effects } = take('tell', asked, { facts: { urgency: 'URGENT' } }, villager);
    expect(toldTo(effects)).toEqual(['petition.confirm → ref:villager']);
    expect(effects).toContainEqual(
      expect.objectContaining({ kind: 'assignment.close', data: { purposes: ['petition.question'] } }),
    );
  });

  it('fetches each photo from DingTalk and keeps it by its content hash', () => {
    const { document, effects } = take('tell', draft(), { attachments: [photo] }, villager);
    expect(document.attachments).toMatchObject([{ id: 'm2', hash: null, downloadCode: 'code', proof: false }]);
    expect(effects).toContainEqual({ kind: 'attachment.fetch', lane: 'attachment:m2', data: { attachment: 'm2' } });
    const kept = take('attach', document, { attachment: 'm2', hash: 'a'.repeat(64), lost: null }, atTime(MORNING));
    expect(kept.document.attachments).toMatchObject([{ id: 'm2', hash: 'a'.repeat(64), downloadCode: null }]);
  });

  it('says so when a photo is lost for good', () => {
    const told = take('tell', draft(), { attachments: [photo] }, villager).document;
    const { event, document } = take(
      'attach',
      told,
      { attachment: 'm2', hash: null, lost: '下载链接已失效' },
      atTime(MORNING),
    );
    expect(event.type).toBe('petition.attachmentLost');
    expect(document.attachments[0]).toMatchObject({ hash: null, lost: '下载链接已失效' });
  });

  it('refuses to grow without end', () => {
    expect(
      refusalOf(() => take('tell', draft({ content: '字'.repeat(4500) }), { words: '字'.repeat(600) }, villager)).code,
    ).toBe('TOO_LARGE');
  });

  it('refuses 20,000 characters at once instead of cutting them', () => {
    const refusal = refusalOf(() => take('tell', draft(), { words: '臭'.repeat(20_000) }, villager));
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', status: 400 });
    expect(refusal.message).toContain('最多2000字');
  });

  it('takes corrections field by field', () => {
    const { document, event } = take('revise', complete(), { place: '沈家门渔港' }, villager);
    expect(document).toMatchObject({ place: '沈家门渔港', medium: 'WATER' });
    expect(event.data).toEqual({ fields: ['place'] });
  });

  it('is confirmed only when complete, and names what is missing', () => {
    const refusal = refusalOf(() => take('confirm', draft({ content: '河水发黑' }), {}, villager, OPERATOR));
    expect(refusal).toMatchObject({ code: 'NOT_NOW', message: '还差污染类型、地点、紧急程度，补充后就可以确认。' });
  });

  it('becomes a registered petition with a number and a 15-day clock, and the operator on post is told', () => {
    const { document, number, effects } = take('confirm', complete(), {}, villager, OPERATOR);
    expect(document).toMatchObject({
      status: 'registered',
      registeredAt: MORNING,
      informDueAt: new Date('2026-03-17T23:59:59.999+08:00'),
    });
    expect(number).toBe('XF');
    expect(toldTo(effects)).toEqual(['petition.triage → duty']);
  });

  it('is registered even when no operator can be found', () => {
    expect(toldTo(take('confirm', complete(), {}, villager, { operator: null }).effects)).toEqual([]);
  });

  it('cannot be confirmed by anybody but its reporter', () => {
    expect(refusalOf(() => take('confirm', complete(), {}, as('ruralSupervisor', 'ref:other'), OPERATOR)).code).toBe(
      'NOT_PERMITTED',
    );
    expect(refusalOf(() => take('confirm', complete(), {}, operator, OPERATOR)).code).toBe('NOT_PERMITTED');
  });

  it('can be put aside', () => {
    expect(take('discard', complete(), {}, villager).document.status).toBe('discarded');
  });
});

describe('a report from the page', () => {
  const input = {
    content: '河水发黑',
    medium: 'WATER',
    urgency: 'NORMAL',
    place: '展茅',
    location: null,
    enterpriseId: 'E07',
    photos: ['b'.repeat(64)],
  } as const;
  const facts = { ...OPERATOR, enterprise: { id: 'E07', name: '东海鱼粉示例有限公司', county: '330903' as const } };

  it('is registered in one step, with its photos and the enterprise of the register', () => {
    const { document, effects } = reportPetition('p9', { ...input, photos: [...input.photos] }, villager, facts);
    expect(document).toMatchObject({
      status: 'registered',
      channel: 'SUPERVISOR',
      enterpriseName: '东海鱼粉示例有限公司',
      county: '330903',
    });
    expect(document.attachments).toMatchObject([{ hash: 'b'.repeat(64), kind: 'photo' }]);
    expect(toldTo(effects)).toEqual(['petition.tracking → ref:villager', 'petition.triage → duty']);
  });

  it('counts as found by staff when an officer sends it', () => {
    expect(
      reportPetition('p9', { ...input, photos: [] }, officer, { ...facts, enterprise: null }).document.channel,
    ).toBe('STAFF');
  });

  it('is refused to somebody without the right to report', () => {
    expect(refusalOf(() => reportPetition('p9', { ...input, photos: [] }, as('systemAdmin'), facts)).code).toBe(
      'NOT_PERMITTED',
    );
  });

  it('registered by the desk carries only the reference of the petitioner', () => {
    const { document } = registerPetition(
      'p8',
      {
        ...input,
        photos: [],
        channel: 'H12345',
        realName: true,
        groupSize: 2,
        petitionerName: '陈示渔',
        petitionerPhone: '000-1234-5678',
      },
      operator,
      { ...facts, reference: 'ref:abc', contactMasked: '000-****-5678' },
    );
    expect(document).toMatchObject({
      status: 'registered',
      reporter: 'ref:abc',
      channel: 'H12345',
      contactMasked: '000-****-5678',
    });
    expect(JSON.stringify(document)).not.toMatch(/陈示渔|1234-5678/);
  });
});

describe('what the centre decides', () => {
  const classification = {
    medium: 'WATER',
    urgency: 'URGENT',
    path: 'PETITION_OPINION',
    county: '330903',
    enterpriseId: null,
    repeatOf: null,
    groupSize: 1,
  };
  const PUTUO = { unit: { id: 'putuo', name: '普陀分局', county: '330903', head: { id: 'head', name: '孙示港' } } };

  it('classifies, and so stops the ladder of the triage', () => {
    const { document, effects } = take('classify', aPetition(), classification, operator, { repeats: 0, leader: null });
    expect(document).toMatchObject({ status: 'classified', urgency: 'URGENT', leaderCase: false });
    expect(effects).toContainEqual(expect.objectContaining({ kind: 'assignment.acknowledge' }));
  });

  it('takes the name of the enterprise from the register, and knows none that is not on it', () => {
    const facts = {
      repeats: 0,
      leader: null,
      enterprise: { id: 'E07', name: '东海鱼粉示例有限公司', county: '330903' },
    };
    const { document } = take('classify', aPetition(), { ...classification, enterpriseId: 'E07' }, operator, facts);
    expect(document).toMatchObject({ enterpriseId: 'E07', enterpriseName: '东海鱼粉示例有限公司' });
    const unknown = { ...facts, enterprise: null };
    expect(
      take('classify', document, { ...classification, enterpriseId: 'E99' }, operator, unknown).document,
    ).toMatchObject({ enterpriseId: null, enterpriseName: null });
  });

  it('makes the third repeat in 90 days, or a group of five, a leader’s case', () => {
    const facts = { repeats: 2, leader: { id: 'boss', name: '周示海' } };
    expect(
      take('classify', aPetition(), { ...classification, repeatOf: 'p0' }, operator, facts).document.leaderCase,
    ).toBe(true);
    expect(
      take('classify', aPetition(), { ...classification, repeatOf: 'p0' }, operator, { ...facts, repeats: 1 }).document
        .leaderCase,
    ).toBe(false);
    const group = take('classify', aPetition(), { ...classification, groupSize: 5 }, operator, {
      ...facts,
      repeats: 0,
    });
    expect(toldTo(group.effects)).toEqual(['petition.leaderCase → boss']);
  });

  it('is nobody’s own repeat', () => {
    expect(
      refusalOf(() => take('classify', aPetition(), { ...classification, repeatOf: 'p1' }, operator, { repeats: 0 }))
        .code,
    ).toBe('INVALID_INPUT');
  });

  it('accepts a petition: due on the 60th calendar day, rolled over the Labour Day holiday', () => {
    const { document } = take('accept', aPetition({ status: 'classified', path: 'PETITION_OPINION' }), {}, operator);
    expect(document).toMatchObject({
      status: 'accepted',
      acceptedAt: MORNING,
      dueAt: new Date('2026-05-06T23:59:59.999+08:00'),
    });
    expect(document.wakeAt).toEqual(new Date('2026-05-03T23:59:59.999+08:00'));
  });

  it('gives an application to investigate the clock of the enforcement procedure: 15 days', () => {
    const { document } = take('accept', aPetition({ status: 'classified', path: 'DUTY_APPLICATION' }), {}, operator);
    expect(document.dueAt).toEqual(new Date('2026-03-17T23:59:59.999+08:00'));
  });

  it('never keeps an accusation against a cadre', () => {
    const refusal = refusalOf(() =>
      take('accept', aPetition({ status: 'classified', path: 'ACCUSATION' }), {}, operator),
    );
    expect(refusal.code).toBe('NOT_NOW');
    expect(refusal.message).toContain('转送');
  });

  it('tells the petitioner when it is transferred or not accepted', () => {
    const classified = aPetition({ status: 'classified', path: 'LITIGATION' });
    const transferred = take('transfer', classified, { agency: '区人民法院', reason: '属于民事纠纷' }, operator);
    expect(transferred.document).toMatchObject({
      status: 'transferred',
      outcomeReason: '转送区人民法院：属于民事纠纷',
      closedAt: MORNING,
    });
    expect(toldTo(transferred.effects)).toEqual(['petition.informed → ref:villager']);
    const declined = take(
      'notAccept',
      aPetition({ status: 'classified', reporter: null }),
      { reason: '已经终结' },
      operator,
    );
    expect(declined.document.status).toBe('notAccepted');
    expect(toldTo(declined.effects)).toEqual([]);
  });

  it('assigns to a branch whose head is told at once', () => {
    const { document, effects } = take('assign', aPetition({ status: 'accepted' }), { unit: 'putuo' }, operator, PUTUO);
    expect(document).toMatchObject({ status: 'assigned', unit: 'putuo', unitName: '普陀分局', head: 'head' });
    expect(toldTo(effects)).toEqual(['petition.appoint → head']);
  });

  it('refuses a unit without a head, and a change while an officer is at work', () => {
    expect(
      refusalOf(() => take('assign', aPetition({ status: 'accepted' }), { unit: 'x' }, operator, { unit: null })).code,
    ).toBe('INVALID_INPUT');
    expect(
      refusalOf(() => take('assign', inHand({ status: 'assigned' }), { unit: 'putuo' }, operator, PUTUO)).code,
    ).toBe('NOT_NOW');
  });

  it('takes it back when the branch returns it', () => {
    const { document, effects } = take(
      'returnToCentre',
      inHand({ status: 'assigned' }),
      { reason: '属海事管辖' },
      head,
      OPERATOR,
    );
    expect(document).toMatchObject({ status: 'accepted', unit: null, head: null, officer: null });
    expect(toldTo(effects)).toEqual(['petition.triage → duty']);
    expect(
      toldTo(
        take('returnToCentre', inHand({ status: 'assigned' }), { reason: '属海事管辖' }, head, { operator: null })
          .effects,
      ),
    ).toEqual([]);
  });

  it('keeps a remark in the history', () => {
    expect(take('remark', inHand(), { text: '请今天内到场' }, leader).event).toEqual({
      type: 'petition.remarked',
      data: { text: '请今天内到场' },
    });
  });
});

describe('what branch and officer do', () => {
  const WANG = { officer: { id: 'wang', name: '王示海', unit: 'putuo', isOfficer: true } };
  const assigned = (change: Partial<Petition> = {}) =>
    inHand({ status: 'assigned', officer: null, officerName: null, ...change });

  it('appoints an officer of the same branch, who is told by card and todo', () => {
    const { document, effects } = take('appoint', assigned(), { officer: 'wang' }, head, WANG);
    expect(document).toMatchObject({ status: 'assigned', officer: 'wang', officerName: '王示海' });
    expect(toldTo(effects)).toEqual(['petition.handle → wang']);
  });

  it('takes the task from the first officer when another is appointed', () => {
    const { effects } = take('appoint', assigned({ officer: 'li' }), { officer: 'wang' }, head, WANG);
    expect(effects).toContainEqual(
      expect.objectContaining({
        kind: 'assignment.close',
        data: { person: 'li', purposes: ['petition.handle'], as: 'cancelled' },
      }),
    );
  });

  it.each([
    ['of another branch', { ...WANG.officer, unit: 'dinghai' }],
    ['without the role of an officer', { ...WANG.officer, isOfficer: false }],
    ['nobody knows', null],
  ])('does not appoint somebody %s', (_who, person) => {
    expect(refusalOf(() => take('appoint', assigned(), { officer: 'wang' }, head, { officer: person })).code).toBe(
      'INVALID_INPUT',
    );
  });

  it('sends a recheck to somebody who has not handled it', () => {
    const refusal = refusalOf(() =>
      take('appoint', assigned({ status: 'recheck', formerOfficers: ['wang'] }), { officer: 'wang' }, head, WANG),
    );
    expect(refusal).toMatchObject({ code: 'NOT_NOW', message: '重新核查须换人办理，请选择没有办过这件事的同事。' });
  });

  it('cannot be appointed before a branch has it', () => {
    expect(refusalOf(() => take('appoint', assigned({ unit: null }), { officer: 'wang' }, head, WANG)).code).toBe(
      'NOT_NOW',
    );
  });

  it('is acknowledged by its officer only, which stops the ladder', () => {
    const { document, effects } = take('acknowledge', inHand({ status: 'assigned' }), { eta: '一小时内' }, officer);
    expect(document.status).toBe('investigating');
    expect(effects).toEqual([
      expect.objectContaining({
        kind: 'assignment.acknowledge',
        data: { person: 'wang', purposes: ['petition.handle'] },
      }),
    ]);
    expect(take('acknowledge', inHand({ status: 'assigned' }), {}, officer).event.data).toEqual({});
    expect(refusalOf(() => take('acknowledge', inHand({ status: 'assigned' }), {}, as('officer', 'li'))).code).toBe(
      'NOT_PERMITTED',
    );
  });

  it('goes back to the head with a reason', () => {
    const { document, effects } = take('returnTask', inHand(), { reason: '与当事人是亲属，申请回避' }, officer);
    expect(document).toMatchObject({ status: 'assigned', officer: null });
    expect(toldTo(effects)).toEqual(['petition.returned → head']);
    expect(toldTo(take('returnTask', inHand({ head: null }), { reason: '不在本岛' }, officer).effects)).toEqual([]);
  });

  it('needs a reason of at least two characters to be returned', () => {
    expect(refusalOf(() => take('returnTask', inHand(), { reason: ' ' }, officer)).message).toContain('请填写理由');
  });

  it('keeps proofs the officer sends into the chat with the result, also those that arrive late', () => {
    const proved = take(
      'prove',
      inHand(),
      {
        attachments: [
          { ...photo, id: 'm7' },
          { ...photo, id: 'm8' },
        ],
      },
      officer,
    ).document;
    const first = take(
      'attach',
      proved,
      { attachment: 'm7', hash: 'c'.repeat(64), lost: null },
      atTime(MORNING),
    ).document;
    const drafted = take('draftReply', first, reply, officer).document;
    expect(drafted.resultPhotos).toEqual(['c'.repeat(64)]);
    const late = take(
      'attach',
      drafted,
      { attachment: 'm8', hash: 'd'.repeat(64), lost: null },
      atTime(MORNING),
    ).document;
    expect(late.resultPhotos).toEqual(['c'.repeat(64), 'd'.repeat(64)]);
  });

  it('drafts the reply, which the head is asked to approve', () => {
    const { document, effects } = take('draftReply', inHand(), reply, officer);
    expect(document).toMatchObject({ status: 'replyDraft', result: 'TRUE', draftedBy: 'wang' });
    expect(toldTo(effects)).toEqual(['petition.approve → head']);
    expect(toldTo(take('draftReply', inHand({ head: null }), reply, officer).effects)).toEqual([]);
  });

  it('goes out to the petitioner once the head agrees', () => {
    const { document, effects, event } = take(
      'approveReply',
      inHand({ status: 'replyDraft', draftedBy: 'wang' }),
      {},
      head,
    );
    expect(document).toMatchObject({ status: 'replied', repliedAt: MORNING });
    expect(event.data).toEqual({ late: false });
    expect(toldTo(effects)).toEqual(['petition.answer → ref:villager']);
    expect(toldTo(take('approveReply', inHand({ status: 'replyDraft', reporter: null }), {}, head).effects)).toEqual(
      [],
    );
  });

  it('says in the history when the reply is late', () => {
    const late = as('branchHead', 'head', { now: new Date('2026-06-01T09:00:00+08:00') });
    expect(take('approveReply', inHand({ status: 'replyDraft' }), {}, late).event.data).toEqual({ late: true });
  });

  it('is never approved by the person who drafted it', () => {
    const both = as('branchHead', 'wang');
    expect(
      refusalOf(() => take('approveReply', inHand({ status: 'replyDraft', draftedBy: 'wang' }), {}, both)).code,
    ).toBe('NOT_NOW');
  });

  it('goes back to the officer with the reason', () => {
    const { document, effects } = take('returnReply', inHand({ status: 'replyDraft' }), { reason: '请补充照片' }, head);
    expect(document.status).toBe('investigating');
    expect(toldTo(effects)).toEqual(['petition.replyReturned → wang']);
    expect(
      toldTo(
        take('returnReply', inHand({ status: 'replyDraft', officer: null }), { reason: '请补充照片' }, head).effects,
      ),
    ).toEqual([]);
  });

  it('is extended once, by 30 days for a petition and 15 for an application, and the petitioner is told', () => {
    const { document, effects } = take('extend', inHand(), { reason: '需要采样检测' }, head);
    expect(document).toMatchObject({ dueAt: new Date('2026-06-05T23:59:59.999+08:00'), extendedAt: MORNING });
    expect(toldTo(effects)).toEqual(['petition.informed → ref:villager']);
    expect(
      take('extend', inHand({ path: 'DUTY_APPLICATION' }), { reason: '需要采样检测' }, head).document.dueAt,
    ).toEqual(new Date('2026-05-21T23:59:59.999+08:00'));
    expect(refusalOf(() => take('extend', document, { reason: '再延一次' }, head)).code).toBe('NOT_NOW');
    expect(refusalOf(() => take('extend', inHand({ dueAt: null }), { reason: '先延着' }, head)).code).toBe('NOT_NOW');
  });
});

describe('what the petitioner says to the reply', () => {
  const replied = inHand({ status: 'replied', repliedAt: MORNING, reporter: 'ref:villager' });

  it('rates it 1 to 5, which closes it', () => {
    expect(take('rate', replied, { satisfaction: 5 }, villager).document).toMatchObject({
      status: 'closed',
      satisfaction: 5,
      closedAt: MORNING,
      ratingText: null,
    });
    expect(take('rate', replied, { satisfaction: '4', text: '处理得快' }, villager).document).toMatchObject({
      satisfaction: 4,
      ratingText: '处理得快',
    });
    for (const satisfaction of [0, 6, 2.5, '很好', null]) {
      expect(refusalOf(() => take('rate', replied, { satisfaction }, villager)).code).toBe('INVALID_INPUT');
    }
  });

  it('is rated once, and by its petitioner only', () => {
    const rated = take('rate', replied, { satisfaction: 5 }, villager).document;
    expect(refusalOf(() => take('rate', rated, { satisfaction: 1 }, villager)).code).toBe('NOT_NOW');
    expect(refusalOf(() => take('rate', replied, { satisfaction: 5 }, officer)).code).toBe('NOT_PERMITTED');
  });

  it('is looked at again by somebody else when it is not solved, with the chain intact', () => {
    const { document, effects } = take('reopen', replied, { reason: '晚上又排黑水' }, villager);
    expect(document).toMatchObject({
      status: 'recheck',
      officer: null,
      formerOfficers: ['wang'],
      reopened: 1,
      no: replied.no,
      findings: replied.findings,
    });
    expect(toldTo(effects)).toEqual(['petition.recheck → head']);
    const orphan = take('reopen', { ...replied, officer: null, head: null }, { reason: '晚上又排黑水' }, villager);
    expect(orphan.document.formerOfficers).toEqual([]);
    expect(toldTo(orphan.effects)).toEqual([]);
  });

  it('goes to review after one recheck, and to re-review within 30 days of it', () => {
    const rechecked = { ...replied, reopened: 1 };
    expect(refusalOf(() => take('reopen', rechecked, { reason: '还是没解决' }, villager)).code).toBe('NOT_NOW');
    expect(
      refusalOf(() => take('requestReview', replied, { reason: '还是没解决' }, villager, { leader: null })).code,
    ).toBe('NOT_NOW');
    const asked = take('requestReview', rechecked, { reason: '还是没解决' }, villager, {
      leader: { id: 'boss', name: '周示海' },
    });
    expect(toldTo(asked.effects)).toEqual(['petition.review → boss']);
    expect(asked.document.dueAt).toEqual(new Date('2026-04-01T23:59:59.999+08:00'));
    const reviewed = take('review', asked.document, { opinion: '维持原处理意见' }, leader);
    expect(reviewed.document).toMatchObject({ status: 'reviewed', replyText: '维持原处理意见' });
    const again = take('requestReReview', reviewed.document, { reason: '不服复查意见' }, villager, { leader: null });
    expect(again.document.status).toBe('reReviewRequested');
    expect(take('reReview', again.document, { opinion: '复核维持' }, leader).document).toMatchObject({
      status: 'reReviewed',
      closedAt: MORNING,
      dueAt: null,
    });
    const tooLate = as('ruralSupervisor', 'ref:villager', { now: new Date('2026-06-01T09:00:00+08:00') });
    expect(
      refusalOf(() => take('requestReReview', reviewed.document, { reason: '不服复查意见' }, tooLate, { leader: null }))
        .code,
    ).toBe('NOT_NOW');
  });
});

describe('the clock of a petition', () => {
  const dueAt = inHand().dueAt!;

  it('reminds officer and head some days before, then at the deadline, then waits for nobody', () => {
    const soon = take('wake', inHand(), {}, atTime(new Date('2026-05-03T23:59:59.999+08:00')));
    expect(soon.event.type).toBe('petition.dueSoon');
    expect(soon.document.wakeAt).toEqual(dueAt);
    expect(toldTo(soon.effects)).toEqual(['petition.due → wang', 'petition.due → head']);
    const over = take('wake', soon.document, {}, atTime(dueAt));
    expect(over.event.type).toBe('petition.overdue');
    expect(over.document.wakeAt).toBeNull();
  });

  it('closes a reply that nobody answered', () => {
    const { document, event } = take('wake', inHand({ status: 'replied' }), {}, atTime(MORNING));
    expect(document).toMatchObject({ status: 'closed', closedAt: MORNING, satisfaction: null });
    expect(event.type).toBe('petition.closedUnanswered');
  });

  it('stops for what is closed or has no deadline', () => {
    expect(take('wake', inHand({ closedAt: MORNING }), {}, atTime(MORNING)).document.wakeAt).toBeNull();
    expect(take('wake', aPetition({ wakeAt: MORNING }), {}, atTime(MORNING)).event.type).toBe('petition.clockStopped');
  });

  it('has no back door: nobody but the clock wakes a petition', () => {
    for (const context of [operator, head, leader, officer])
      expect(refusalOf(() => take('wake', inHand(), {}, context)).code).toBe('NOT_PERMITTED');
  });
});

describe('the table as a whole', () => {
  const roles: Role[] = [
    'public',
    'ruralSupervisor',
    'officer',
    'branchHead',
    'dutyOperator',
    'dutyLeader',
    'reviewer',
    'bureauLeader',
    'auditor',
    'externalAgency',
    'systemAdmin',
    'securityAdmin',
    'auditAdmin',
  ];
  const states = Object.keys(petitionWorkflow.states) as Petition['status'][];
  const anyPetition = fc
    .record({
      status: fc.constantFrom(...states),
      officer: fc.constantFrom(null, 'me'),
      reporter: fc.constantFrom(null, 'me'),
      county: fc.constantFrom('330903' as const, '330921' as const),
      unit: fc.constantFrom(null, 'putuo'),
    })
    .map((change) => inHand(change));

  it('offers exactly the steps that would not be refused', () => {
    fc.assert(
      fc.property(anyPetition, fc.constantFrom(...roles), (petition, role) => {
        const context = as(role, 'me');
        for (const step of offered(petitionWorkflow, petition, context)) {
          try {
            petitionCommands[step as Name].decide(petition, {}, context, {});
          } catch (error) {
            expect((error as DomainError).code).toBe('INVALID_INPUT');
          }
        }
      }),
    );
  });

  it('gives system, security and audit administrators, reviewers and outside agencies no step at all', () => {
    for (const role of ['systemAdmin', 'securityAdmin', 'auditAdmin', 'reviewer', 'externalAgency'] as const) {
      for (const status of states)
        expect(offered(petitionWorkflow, inHand({ status, officer: 'me', reporter: 'me' }), as(role, 'me'))).toEqual(
          [],
        );
    }
  });

  it('has a command for every step and a step for every command', () => {
    expect(Object.keys(petitionCommands).sort()).toEqual(Object.keys(petitionWorkflow.steps).sort());
  });

  it('reaches every state from the first', () => {
    const reached = new Set<string>(['draft', 'registered']);
    for (let size = 0; size !== reached.size;) {
      size = reached.size;
      for (const step of Object.values(petitionWorkflow.steps))
        if ('to' in step && step.from.some((state) => reached.has(state))) reached.add(step.to);
    }
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('asks in its forms for nothing that the schema does not know', () => {
    for (const [step, form] of Object.entries(petitionForms)) {
      const { schema } = petitionCommands[step as Name];
      const known = Object.keys((schema as unknown as { shape: object }).shape);
      for (const { name } of form) expect(known).toContain(name);
    }
  });

  it('refuses a field nobody asked for, by name', () => {
    const refusal = refusalOf(() =>
      take('acknowledge', inHand({ status: 'assigned' }), { eta: '一小时', officer: 'li' }, officer),
    );
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('officer') as unknown });
  });
});
