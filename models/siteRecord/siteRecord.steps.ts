/** 现场检查笔录: the rows that a site record adds to those of every record made in the field: what the site is like and what was found. */
import { type z } from 'zod';
import { askedAfter } from '../checkItem/checklist';
import { commonSteps, beforeFinding, correctedBy, ONCE_OPEN, lockFaults } from '../field/steps';
import { conflictsOf, flagsOf, type Naming, unreadOf } from '../field/conclude';
import { type FieldState } from '../field/fieldState';
import { type FieldStep, type Kind, type Said as SaidEvent, statementOf } from '../field/fold';
import { type Told } from '../field/order';
import { registerOf, state as say, unstate } from '../field/register';
import { type Participant, type Photo } from '../field/steps.schema';
import { Answer, Finding, Sample, siteEvents, type StateFields } from './events.schema';
import { SITE_FIELDS, type SiteFieldName, siteField } from './fields';
import { type SiteSeed } from './siteRecord.schema';
import { type Said, saidUnder } from '../field/said';
import { type SiteRecordState } from './state';

type Keep<D> = (state: FieldState, said: SaidEvent<D>) => void;
const finding = <D>(label: string, keep: Keep<D>): FieldStep =>
  ({ label, from: ONCE_OPEN, states: true, unless: beforeFinding(true), keep }) as unknown as FieldStep;
const register =
  <D>(key: (data: D) => string): Keep<D> =>
  (state, said) =>
    say(registerOf(state.registers, key(said.data)), statementOf(said, said.data));

const fieldKey = (name: string) => `field:${name}`;

/** An empty text takes back what this officer said. */
const keepFields: Keep<z.infer<typeof StateFields>> = (state, said) => {
  for (const [name, value] of Object.entries(said.data.values)) {
    const one = registerOf(state.registers, fieldKey(name));
    if (value) say(one, statementOf(said, value));
    else unstate(one, said.event.author);
  }
};

export const siteSteps: Readonly<Record<string, FieldStep>> = {
  ...commonSteps(true, {
    field: (name, value) => siteField(name)?.schema.safeParse(value).data,
    answer: correctedBy(Answer, 'item'),
    finding: correctedBy(Finding, 'id'),
    sample: correctedBy(Sample, 'id'),
  }),
  state: finding('填写基本情况', keepFields),
  answer: finding<Answer>(
    '回答检查事项',
    register(({ item }) => `answer:${item}`),
  ),
  finding: finding<Finding>(
    '记录发现的问题',
    register(({ id }) => `finding:${id}`),
  ),
  sample: finding<Sample>(
    '记录采样',
    register(({ id }) => `sample:${id}`),
  ),
};

const byKey = <T>(said: readonly Said<T>[], prefix: string): Record<string, Said<T>> =>
  Object.fromEntries(said.map((one) => [one.key.slice(prefix.length), one]));

const naming = (seed: SiteSeed): Naming => ({
  label: (key) => {
    const [kind = '', ...rest] = key.split(':');
    const name = rest.join(':');
    if (kind === 'field') return siteField(name)?.label ?? name;
    if (kind === 'answer') return seed.checklist.find((item) => item.key === name)?.question ?? name;
    return (
      { finding: '发现的问题', sample: '采样', person: '在场人员', photo: '照片', caption: '照片说明' }[kind] ?? key
    );
  },
  mustAgree: (key) =>
    key.startsWith('field:') ? siteField(key.slice('field:'.length))?.mustAgree === true : key.startsWith('answer:'),
});

const GRAVITY = { OK: 0, NA: 0, PROBLEM: 1, VIOLATION: 2 } as const;
const OUTCOME = ['NONE', 'PROBLEM', 'VIOLATION'] as const;

/** Facts of every violation that file reviews look for. */
const factsMissing = (said: readonly Said<Answer | Finding>[]): boolean =>
  said.some(
    ({ struck, value: { result, facts } }) =>
      !struck && result === 'VIOLATION' && !(facts && Object.values(facts).every((words) => words.length > 0)),
  );

/** What an offered sentence leaves open (checkItem/checklist.ts, `suggestedText`). */
const BLANK = '＿＿';
/** Statements in which such a gap still stands: nobody signs what is not filled in. */
const blanksIn = (state: SiteRecordState): number =>
  [...Object.values(state.answers), ...state.findings].filter(
    ({ struck, value }) => !struck && value.text.includes(BLANK),
  ).length + Object.values(state.fields).filter((said) => said.value.includes(BLANK)).length;

/** What still has to be written down before the record is read over, in words. */
function readingFaults(state: SiteRecordState): string[] {
  const missing = (Object.keys(SITE_FIELDS) as SiteFieldName[]).filter(
    (name) => siteField(name)?.required && !state.fields[name]?.value,
  );
  const unanswered = state.asked.filter((key) => !state.answers[key]);
  const differing = state.conflicts.filter(({ mustAgree }) => mustAgree);
  const blanks = blanksIn(state);
  const unnamed = state.persons.filter(({ struck }) => !struck).length === 0;
  return [
    ...(state.rightsTold ? [] : ['还没有告知当事人权利和义务。']),
    ...(state.codeScannedAt ? [] : ['还没有扫行政行为码（亮码）。']),
    ...(missing.length > 0 ? [`基本情况还缺：${missing.map((name) => siteField(name)?.label).join('、')}。`] : []),
    ...(unanswered.length > 0 ? [`检查清单还有${unanswered.length}项没有填。`] : []),
    ...(blanks > 0 ? [`有${blanks}处写着“${BLANK}”还没有填，请补上数字或改掉这句话。`] : []),
    ...(differing.length > 0 ? [`两人记录不一致，请先确定：${differing.map(({ label }) => label).join('、')}。`] : []),
    ...(unnamed ? ['请登记在场的当事人；没有人在场的，登记见证人。'] : []),
    ...(state.endedAt ? [] : ['请先点“检查结束”，记下结束时间。']),
  ];
}

function conclude(state: FieldState, seed: SiteSeed, told: readonly Told[]): SiteRecordState {
  const answers = byKey(saidUnder<Answer>(state, 'answer:'), 'answer:');
  const findings = saidUnder<Finding>(state, 'finding:');
  const photos = saidUnder<z.infer<typeof Photo>>(state, 'photo:');
  const results = Object.fromEntries(Object.entries(answers).map(([key, { value }]) => [key, value.result]));
  const asked = askedAfter(seed.checklist, results).map(({ key }) => key);
  const found = [...asked.flatMap((key) => answers[key] ?? []), ...findings];
  const gravest = Math.max(0, ...found.filter(({ struck }) => !struck).map(({ value }) => GRAVITY[value.result]));
  const whole: SiteRecordState = {
    ...{ ...state, seed, answers, findings, photos, asked },
    fields: byKey(saidUnder<string>(state, 'field:'), 'field:'),
    samples: saidUnder<Sample>(state, 'sample:'),
    persons: saidUnder<Participant>(state, 'person:'),
    outcome: OUTCOME[gravest] ?? 'NONE',
    evidence: [...new Set(photos.flatMap(({ value, struck }) => (struck ? [] : [value.sha256])))],
    conflicts: conflictsOf(state, naming(seed)),
    unread: unreadOf(state, told),
  };
  const flags = flagsOf(whole, seed, told);
  if (factsMissing(found)) flags.push({ code: 'FACTS_INCOMPLETE', why: '违法事实的时间、过程、排放或影响没有写全' });
  return { ...whole, flags, beforeReading: readingFaults(whole), beforeLock: lockFaults(whole, true) };
}

export const siteKind: Kind<SiteRecordState, SiteSeed> = {
  noun: '现场检查笔录',
  steps: siteSteps,
  shapes: siteEvents,
  conclude,
};
