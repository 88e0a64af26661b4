import { ulid } from 'ulid';
import { type FieldEvent } from '../models/field/fieldEvent.schema';
import { foldInterview } from '../models/interview/fold';
import { interviewSeed } from '../models/interview/interview.schema';
import { interviewPages, interviewPagesToSign } from '../models/interview/pages';
import { CLOSING, MANDATORY, QUESTION_SETS, questionsFor } from '../models/interview/questions';
import { aSeed, PARTY, SIGNATURE, Writer } from './support/fieldWriter';

const id = `task-1-i${ulid()}`;
const seed = interviewSeed(aSeed(), id);
const blank = {
  idNumber: '',
  position: '',
  phone: '',
  workUnit: '',
  gender: '',
  birthday: '',
  address: '',
  relation: '',
};

/** One officer's phone in an interview; the writer's own fold is that of site records, so ours is asked instead. */
async function talking() {
  const phone = await Writer.of('wang', { ...aSeed(), record: seed.record });
  const state = () => foldInterview(seed, phone.events);
  const against = async (writing: Promise<FieldEvent>) => {
    const event = await writing;
    return state().voids.find((one) => one.event === event.id)?.reason;
  };
  const ask = (template: string | null, question: string, answer: string, order: number) =>
    phone.say('ask', { id: ulid(), template, order, question, answer });
  return { phone, state, against, ask };
}
async function begun() {
  const talk = await talking();
  await talk.phone.say('arrive', {}, talk.phone.here());
  await talk.phone.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' });
  await talk.phone.say('tellRights', { to: 'PARTY', recusalAsked: false, recusalReason: '' });
  return talk;
}

describe('an interview', () => {
  it('asks nothing before the rights were told, and needs no code of the check', async () => {
    const { phone, against } = await talking();
    const ask = () => phone.say('ask', { id: ulid(), template: null, order: 1, question: '您好？', answer: '好。' });
    await phone.say('arrive', {}, phone.here());
    await phone.say('showCertificate', { to: 'PARTY', certificateNo: 'ZF-wang' });
    expect(await against(ask())).toContain('还没有告知');
    await phone.say('tellRights', { to: 'PARTY', recusalAsked: false, recusalReason: '' });
    expect(await against(ask())).toBeUndefined();
  });

  it('questions one person; a witness may be there besides', async () => {
    const { phone, against } = await begun();
    const person = (more: object) => phone.say('person', { ...blank, role: 'EMPLOYEE', name: '何示工', ...more });
    expect(await against(person({ id: PARTY }))).toBeUndefined();
    expect(await against(person({ id: PARTY, name: '何示功' }))).toBeUndefined();
    expect(await against(person({ id: ulid(), role: 'WITNESS' }))).toBeUndefined();
    expect(await against(person({ id: ulid() }))).toContain('只询问一个人');
  });

  it('is read over only when every opening question has its answer, and prints them in order', async () => {
    const { phone, state, ask, against } = await begun();
    await phone.say('person', { ...blank, id: PARTY, role: 'EMPLOYEE', name: '何示工' });
    await phone.say('state', { values: { place: '厂部办公室', subject: '雨水口排水' } });
    for (const [index, { id: template, question, usual }] of [...MANDATORY].reverse().entries())
      await ask(template, question, index === 0 ? '' : (usual ?? '如实回答。'), 100 - index);
    await phone.say('endCheck');
    expect(state().beforeReading.join()).toContain('必问的问题');
    await ask(MANDATORY.at(-1)!.id, MANDATORY.at(-1)!.question, '我是厂长。', 4);
    expect(state().beforeReading).toEqual([]);
    const orders = state().questions.map(({ value }) => value.order);
    expect(orders).toEqual([...orders].sort((a, b) => a - b));
    expect(JSON.stringify(interviewPagesToSign(state()))).toContain('答：我是厂长。');
    const sign = {
      reading: ulid(),
      signer: PARTY,
      page: { index: 1, contentHash: 'a'.repeat(64), signature: SIGNATURE },
    };
    expect(await against(phone.say('sign', sign))).toContain('不能');
  });

  it('shows a later reader the pages that were read, whatever was added since', async () => {
    const { phone, state, ask } = await begun();
    await ask(null, '什么时候开始的？', '上周。', 10);
    const read = state();
    await ask(null, '谁决定的？', '不知道。', 11);
    expect(JSON.stringify(interviewPages(state(), read))).not.toContain('谁决定的');
    expect(phone.events).toHaveLength(5);
  });
});

describe('the question templates', () => {
  it('open with what the law demands, end with the confirmation, and have questions of their own for each sector', () => {
    expect(MANDATORY.map(({ question }) => question).join()).toMatch(/证件.*回避.*姓名.*关系/);
    expect(CLOSING.at(-1)?.question).toContain('属实');
    const ids = [...MANDATORY, ...CLOSING, ...QUESTION_SETS.flatMap(({ questions }) => questions)].map((one) => one.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(questionsFor('SEAFOOD').map((set) => set.id)).toContain('odour');
    expect(questionsFor('QUARRY').map((set) => set.id)).not.toContain('oilyWater');
  });
});
