/** 调查询问笔录: the rows that an interview adds to those of every record made in the field. */
import { type z } from 'zod';
import { conflictsOf, flagsOf, type Naming, unreadOf } from '../field/conclude';
import { type FieldState } from '../field/fieldState';
import { type FieldStep, type Kind, type Said as SaidEvent, statementOf } from '../field/fold';
import { type Told } from '../field/order';
import { registerOf, state as say, unstate } from '../field/register';
import { saidUnder, type Said } from '../field/said';
import { beforeFinding, commonSteps, correctedBy, lockFaults, ONCE_OPEN } from '../field/steps';
import { type Participant, type Photo } from '../field/steps.schema';
import { Ask, INTERVIEW_FIELDS, interviewEvents, type InterviewFieldName, StateInterview } from './events.schema';
import { type InterviewSeed, type InterviewState } from './interview.schema';
import { MANDATORY } from './questions';

type Keep<D> = (state: FieldState, said: SaidEvent<D>) => void;
const asked = <D>(label: string, keep: Keep<D>): FieldStep =>
  ({ label, from: ONCE_OPEN, states: true, unless: beforeFinding(false), keep }) as unknown as FieldStep;

const keepFields: Keep<z.infer<typeof StateInterview>> = (state, said) => {
  for (const [name, value] of Object.entries(said.data.values)) {
    const one = registerOf(state.registers, `field:${name}`);
    if (value) say(one, statementOf(said, value));
    else unstate(one, said.event.author);
  }
};
const keepAnswer: Keep<Ask> = (state, said) =>
  say(registerOf(state.registers, `question:${said.data.id}`), statementOf(said, said.data));

const oneAtATime = (state: FieldState, { data }: SaidEvent<Participant>) =>
  data.role !== 'WITNESS' && state.people.some(({ id, role }) => role !== 'WITNESS' && id !== data.id)
    ? '一份询问笔录只询问一个人，请另起一份。'
    : undefined;

const common = commonSteps(false, {
  field: (name, value) =>
    StateInterview.safeParse({ values: { [name]: value } }).data?.values[name as InterviewFieldName],
  question: correctedBy(Ask, 'id'),
});
export const interviewSteps: Readonly<Record<string, FieldStep>> = {
  ...common,
  person: { ...common.person, unless: [...(common.person.unless ?? []), oneAtATime] },
  state: asked('填写询问情况', keepFields),
  ask: asked('记录问答', keepAnswer),
};

const naming: Naming = {
  label: (key) => {
    const [kind = '', name = ''] = key.split(':');
    if (kind === 'field') return INTERVIEW_FIELDS[name as InterviewFieldName]?.label ?? name;
    return { question: '问答', person: '被询问人', photo: '照片', caption: '照片说明' }[kind] ?? key;
  },
  mustAgree: () => true,
};

function readingFaults({ fields, interviewee, questions, conflicts, rightsTold, endedAt }: InterviewState): string[] {
  const names = Object.keys(INTERVIEW_FIELDS) as InterviewFieldName[];
  const missing = names.filter((name) => INTERVIEW_FIELDS[name].required && !fields[name]?.value);
  const answered = new Set(questions.filter(({ value }) => value.answer).map(({ value }) => value.template));
  const unasked = MANDATORY.filter(({ id }) => !answered.has(id));
  return [
    ...(rightsTold ? [] : ['还没有告知被询问人权利和义务。']),
    ...(interviewee ? [] : ['请登记被询问人。']),
    ...(missing.length > 0 ? [`还缺：${missing.map((name) => INTERVIEW_FIELDS[name].label).join('、')}。`] : []),
    ...(unasked.length > 0 ? [`必问的问题还没有问完：${unasked.map(({ question }) => question).join('；')}`] : []),
    ...(conflicts.length > 0 ? [`两人记录不一致，请先确定：${conflicts.map(({ label }) => label).join('、')}。`] : []),
    ...(endedAt ? [] : ['请先点“询问结束”，记下结束时间。']),
  ];
}

function conclude(state: FieldState, seed: InterviewSeed, told: readonly Told[]): InterviewState {
  const fields = Object.fromEntries(
    saidUnder<string>(state, 'field:').map((one) => [one.key.slice('field:'.length), one]),
  );
  const persons = saidUnder<Participant>(state, 'person:');
  const whole: InterviewState = {
    ...{ ...state, seed, fields },
    interviewee: persons.find(({ value, struck }) => value.role !== 'WITNESS' && !struck) ?? null,
    questions: saidUnder<Ask>(state, 'question:')
      .filter(({ struck }) => !struck)
      .sort((a: Said<Ask>, b: Said<Ask>) => a.value.order - b.value.order || (a.key < b.key ? -1 : 1)),
    evidence: [...new Set(saidUnder<z.infer<typeof Photo>>(state, 'photo:').map(({ value }) => value.sha256))],
    conflicts: conflictsOf(state, naming),
    unread: unreadOf(state, told),
  };
  const flags = flagsOf(whole, seed, told);
  return { ...whole, flags, beforeReading: readingFaults(whole), beforeLock: lockFaults(whole, false) };
}

export const interviewKind: Kind<InterviewState, InterviewSeed> = {
  noun: '询问笔录',
  steps: interviewSteps,
  shapes: interviewEvents,
  conclude,
};
