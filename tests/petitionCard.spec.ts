import { faceOf, formText, VALUE_BYTES, variablesOf, withinBytes, type Card } from '../bot/card';
import template from '../bot/cardTemplate.json';
import { inputOf, openForm } from '../bot/form';
import { petitionCard, shortcut } from '../bot/petition.card';
import { type Told } from '../bot/told';
import { petitionForms } from '../models/petition/petition.form';
import { type Petition } from '../models/petition/petition.schema';
import { MORNING, aPetition, as, inHand } from './builders';

const told = (change: Partial<Told> = {}): Told => ({
  purpose: 'petition.handle',
  label: '信访交办',
  insteadOf: null,
  appUrl: 'https://app.example',
  ...change,
});
const show = (petition: Petition, reader = as('officer', 'wang'), change: Partial<Told> = {}): Card =>
  petitionCard({ ...petition, updatedAt: MORNING }, reader, told(change));
const textsOf = ({ buttons }: Card) => buttons.map(({ text }) => text);
const villager = as('ruralSupervisor', 'ref:villager');
const draft = (change: Partial<Petition> = {}) =>
  aPetition({ status: 'draft', no: null, urgency: null, place: null, registeredAt: null, ...change });

describe('the buttons of a petition’s card', () => {
  it('are exactly the steps that would succeed for its reader', () => {
    expect(textsOf(show(inHand({ status: 'assigned' })))).toEqual(['签收', '退回']);
    expect(textsOf(show(inHand()))).toEqual(['填写办理结果', '退回']);
    expect(textsOf(show(inHand(), as('officer', 'li')))).toEqual([]);
    expect(textsOf(show(inHand({ status: 'replyDraft' }), as('branchHead', 'head')))).toEqual([
      '同意答复',
      '延长期限',
      '批示',
      '退回修改',
    ]);
  });

  it('tell the reporter that an emergency is being made of it, and staff that it was', () => {
    const made = aPetition({ reporter: 'ref:villager', incident: 'petition:p1' });
    expect(show(made, villager).note).toContain('紧急处置');
    expect(show(made, as('dutyOperator')).facts).toContainEqual(['突发事件', '已转为突发事件处置']);
    expect(textsOf(show(made, as('dutyOperator')))).not.toContain('转为突发事件');
  });

  it('carry the version that the reader saw', () => {
    expect(show(inHand({ version: 7 })).buttons[0]?.params).toEqual({ v: '7' });
  });

  it('lead to the page where a step needs more than a card can hold', () => {
    const [classify] = show(aPetition(), as('dutyOperator')).buttons;
    expect(classify).toMatchObject({ text: '分类', url: 'https://app.example/#/petitions/p1' });
    expect(classify?.form).toBeUndefined();
  });

  it('lead to the page where the reply must be read before it is approved', () => {
    const [approve] = show(inHand({ status: 'replyDraft' }), as('branchHead', 'head')).buttons;
    expect(approve).toMatchObject({ text: '同意答复', url: 'https://app.example/#/petitions/p1' });
  });
});

describe('a draft’s card', () => {
  it('asks for the place first, with the enterprise’s neighbourhood and the map one tap away', () => {
    const card = show(draft({ enterpriseName: '东海鱼粉示例有限公司' }), villager);
    expect(textsOf(card)).toEqual(['就在东海鱼粉示例有限公司附近', '在地图上选', '修改', '不报了']);
    expect(card.buttons[1]?.url).toBe('https://app.example/#/petitions/p1/place');
    expect(card.note).toContain('在哪里');
  });

  it('lives on, once registered, as the card on which its reporter follows the matter', () => {
    const confirmed = { purpose: 'petition.confirm', label: '随手报确认' };
    expect(show(draft(), villager, confirmed).title).toBe('随手报');
    expect(show(aPetition(), villager, confirmed).title).toBe('随手报进度');
    const answered = { purpose: 'petition.answer', label: '信访答复' };
    expect(show(inHand({ status: 'replied' }), villager, answered).title).toBe('信访答复');
  });

  it('then asks for the urgency, then shows the words for confirmation', () => {
    expect(textsOf(show(draft({ place: '展茅' }), villager)).slice(0, 2)).toEqual(['紧急', '一般']);
    const card = show(draft({ place: '展茅', urgency: 'URGENT' }), villager);
    expect(textsOf(card)).toEqual(['确认上报', '修改', '不报了']);
    expect(card.note).toContain('东海鱼粉厂那边河水发黑');
  });

  it('is corrected in a form on the card itself', () => {
    const [, revise] = show(draft({ place: '展茅', urgency: 'URGENT' }), villager).buttons;
    expect(revise).toMatchObject({ text: '修改', form: 'revise' });
  });

  it('takes an answer of one tap for the fact it states, and nothing else', () => {
    const asked = draft({ enterpriseName: '东海鱼粉示例有限公司' });
    expect(shortcut(asked, 'near')?.input).toEqual({ facts: { place: '东海鱼粉示例有限公司附近' } });
    expect(shortcut(asked, 'urgency:URGENT')?.input).toEqual({ facts: { urgency: 'URGENT' } });
    expect(shortcut(asked, 'urgency:WHATEVER')).toBeUndefined();
    expect(shortcut(asked, 'constructor')).toBeUndefined();
    expect(shortcut(draft(), 'near')).toBeUndefined();
    expect(shortcut(inHand(), 'urgency:URGENT')).toBeUndefined();
  });
});

describe('what a card tells', () => {
  it('holds no word of the petitioner for staff', () => {
    for (const reader of [as('officer', 'wang'), as('branchHead', 'head'), as('dutyLeader'), as('bureauLeader')]) {
      for (const status of ['investigating', 'replyDraft', 'replied', 'reviewed', 'notAccepted', 'draft'] as const) {
        const petition = inHand({ status, replyText: '已责令停止排放', outcomeReason: '已停止排放' });
        const text = JSON.stringify(show(petition, reader));
        expect(text).not.toMatch(/发黑|臭得很|ref:villager|停止排放/);
      }
    }
  });

  it('gives the reporter the answer, which is theirs', () => {
    const replied = inHand({ status: 'replied', replyText: '已责令停止排放', result: 'TRUE' });
    expect(show(replied, villager).note).toContain('答复（属实）：已责令停止排放');
  });

  it('names matter, number and deadline on the lock screen, nothing else', () => {
    expect(show(inHand()).alert).toBe('信访交办 XF-2026-000123 5月6日前');
    expect(show(draft(), villager, { label: '随手报补充' }).alert).toBe('随手报补充');
  });

  it('says for whom an escalation stands in, and warns in red', () => {
    const card = show(inHand({ status: 'assigned' }), as('dutyLeader'), { insteadOf: '王示海' });
    expect(card).toMatchObject({ status: '升级提醒：王示海未及时办理（已交办）', statusColor: 'red' });
  });

  it('marks what is overdue, urgent, answered and over by colour', () => {
    expect(show(inHand({ dueAt: new Date('2026-03-01T00:00:00Z') }))).toMatchObject({ statusColor: 'red' });
    expect(JSON.stringify(show(inHand({ dueAt: new Date('2026-03-01T00:00:00Z') })).facts)).toContain('已超期');
    expect(show(inHand({ urgency: 'URGENT' })).statusColor).toBe('orange');
    expect(show(inHand({ status: 'replied' })).statusColor).toBe('green');
    expect(show(inHand({ status: 'transferred' })).statusColor).toBe('grey');
  });
});

describe('the variables of a card', () => {
  it('are strings of at most 1 KB, however long the words', () => {
    const long = '很长的话'.repeat(600);
    const petitions = [
      draft({ content: long, place: long.slice(0, 200), urgency: 'URGENT', enterpriseName: long.slice(0, 100) }),
      draft({ enterpriseName: long.slice(0, 100) }),
      inHand({ status: 'replied', replyText: long.slice(0, 1000) }),
    ];
    for (const petition of petitions) {
      for (const [name, value] of Object.entries(variablesOf(show(petition, villager)))) {
        expect(`${name} ${typeof value}`).toBe(`${name} string`);
        expect(Buffer.byteLength(value)).toBeLessThanOrEqual(VALUE_BYTES);
      }
    }
  });

  it('are all there every time, so that an update also empties what is over', () => {
    const names = Object.keys(variablesOf(show(inHand())));
    expect(names).toEqual(Object.keys(variablesOf(show(draft(), villager))));
    expect(names).toEqual(expect.arrayContaining(['form', 'formAction', 'formSubmit', 'buttons', 'note', 'url']));
  });

  it('are those of the published template, in name and in number', () => {
    expect(Object.keys(variablesOf(show(inHand()))).sort()).toEqual(template.variables.map(({ name }) => name).sort());
  });

  it('have the same face when only the version moved', () => {
    const face = (version: number) => faceOf(variablesOf(show(inHand({ version }))));
    expect(face(3)).toBe(face(4));
    expect(face(3)).not.toBe(faceOf(variablesOf(show(inHand({ status: 'assigned' })))));
  });

  it('are cut between characters, never inside one', () => {
    expect(withinBytes('水水水水', 9)).toBe('水水…');
    expect(withinBytes('水', 3)).toBe('水');
  });
});

describe('a form on a card', () => {
  const request = (step: keyof typeof petitionForms, options = {}) =>
    openForm({ step, submit: '提交', form: petitionForms[step]!, version: 3, ...options });

  it('translates every field and carries the version unseen', () => {
    const fields = request('draftReply')!.fields;
    expect(fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'result SELECT',
      'findings TEXT_AREA',
      'measures TEXT_AREA',
      'replyText TEXT_AREA',
      'v TEXT',
    ]);
    expect(fields.at(-1)).toMatchObject({ hidden: true, defaultValue: '3' });
  });

  it('offers the officers of the branch, and is none when there are none', () => {
    const officer = [{ value: 'wang', text: '王示海' }];
    expect(request('appoint', { options: { officer } })!.fields[0]).toMatchObject({ options: officer, required: true });
    expect(request('appoint', { options: { officer: [] } })).toBeNull();
  });

  it('goes to the page when it weighs more than a value may', () => {
    expect(request('classify')).toBeNull();
    const many = Array.from({ length: 60 }, (_, index) => ({ value: `person${index}`, text: '某某某' }));
    expect(request('appoint', { options: { officer: many } })).toBeNull();
    expect(formText(request('rate')!.fields)).not.toBeNull();
  });

  it('shows what stands already, and then insists on nothing', () => {
    const values = { content: '很长'.repeat(200), place: '展茅', medium: 'WATER', urgency: 'URGENT' };
    const fields = request('revise', { values })!.fields;
    expect(fields.find(({ name }) => name === 'place')).toMatchObject({ defaultValue: '展茅' });
    expect(fields.filter(({ required }) => required)).toEqual([]);
  });

  it('gives back what was filled in, without what was left empty', () => {
    expect(inputOf({ reason: '不在辖区', suggestedUnit: '', v: '3', n: null })).toEqual({ reason: '不在辖区' });
  });
});
