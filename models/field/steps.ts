/**
 * 现场程序: the rows that every record made in the field shares, from arriving to handing in. Who reads the table reads the law:
 * 行政处罚法 第四十二、五十五条 (two certified officers, certificates shown), 生态环境行政处罚办法 第二十八条 (rights told, read over, signed, refusal
 * noted). A guard looks at what its author can know without network: what the colleague's phone says is asked for at the end, before the
 * record is locked.
 */
import { metresBetween } from '../core/place';
import { shanghaiDay } from '../core/calendar';
import { type z } from 'zod';
import { type FieldEvent } from './fieldEvent.schema';
import { type FieldState, type FieldStatus, type Reading } from './fieldState';
import { EVERY_STATE, type FieldStep, type Said, statementOf } from './fold';
import { registerOf, settle, state as say } from './register';
import {
  type Arrive,
  type Correct,
  type Countersign,
  type Describe,
  type EndCheck,
  type Finish,
  type Note,
  type Participant,
  type Photo,
  type Refuse,
  type ScanCode,
  type Settle,
  type ShowCertificate,
  type Sign,
  type Strike,
  type Submit,
  type TellRights,
} from './steps.schema';

type Of<S extends z.ZodType> = Said<z.infer<S>>;
type Against<D = unknown> = (state: FieldState, said: Said<D>) => string | undefined;

/** After the certificate was shown, and until the record is locked. */
export const ONCE_OPEN: readonly FieldStatus[] = ['open', 'readOver', 'signed', 'refused'];
const ONCE_READ: readonly FieldStatus[] = ['readOver', 'signed', 'refused'];

const notHere: Against = (_state, { officer }) =>
  officer.arrived ? undefined : '您还没有到场签到，请到达现场后先点“到场”。';
const notShown: Against = (_state, { officer }) =>
  officer.shownAt ? undefined : '您还没有出示执法证，请先向当事人出示。';
const notTold: Against = ({ rightsTold }) =>
  rightsTold ? undefined : '还没有告知当事人权利和义务，请先告知，再记录检查情况。';
const handedIn: Against = (_state, { officer }) =>
  officer.submittedAt ? '您已经提交，要继续填写请先点“继续填写”。' : undefined;
const codeNotScanned: Against = ({ codeScannedAt }) =>
  codeScannedAt ? undefined : '还没有扫行政行为码（亮码），请先扫码，再记录检查情况。';

/** What stands against writing down what is found: 亮证、告知、亮码 come first. */
export const beforeFinding = (withCode: boolean): readonly Against[] => [
  notHere,
  notShown,
  notTold,
  ...(withCode ? [codeNotScanned] : []),
  handedIn,
];

function metresFrom(location: readonly [number, number] | null, event: FieldEvent): number | null {
  if (!location || !event.position) return null;
  return Math.round(metresBetween([location[0], location[1]], event.position.location));
}

const tooFar: Against<z.infer<typeof Arrive>> = (_state, { event, data, seed }) => {
  if (!event.position) return '没有定位，不能签到；请到开阔处打开定位后再试。';
  const metres = metresFrom(seed.location, event);
  const { nearMetres } = seed.limits;
  if (metres === null || metres <= nearMetres || data.elsewhere) return undefined;
  return `离登记的现场约${metres}米，超过${nearMetres}米，请走近后再签到；现场位置与登记不同的，请写明原因。`;
};
const hereAlready: Against = (_state, { officer }) => (officer.arrived ? '您已经到场签到过了。' : undefined);

function arrive(_state: FieldState, { officer, data, event, at, moment, seed }: Of<typeof Arrive>): void {
  officer.arrived = {
    at: moment,
    metres: metresFrom(seed.location, event),
    accuracy: event.position?.accuracy ?? 0,
    elsewhere: data.elsewhere ?? null,
    event: event.id,
  };
  officer.certified = officer.certificateValidTo >= shanghaiDay(new Date(at));
  _state.arrivedAt ??= moment;
}

const notCertified: Against = (_state, { officer }) =>
  officer.certified
    ? undefined
    : `您的执法证到 ${officer.certificateValidTo} 有效，今天不能执法，请联系分局负责人改派。`;
const otherCertificate: Against<z.infer<typeof ShowCertificate>> = (_state, { officer, data }) =>
  data.certificateNo === officer.certificateNo ? undefined : '执法证号与登记的不一致，请核对后再出示。';
const shownAlready: Against = (_state, { officer }) => (officer.shownAt ? '您已经出示过执法证了。' : undefined);

const otherCode: Against<z.infer<typeof ScanCode>> = (_state, { data, seed }) =>
  data.code.includes(seed.actionCode) ? undefined : '扫到的不是这次检查的行政行为码，请核对检查任务后再扫。';

const notKnown =
  (noun: string): Against<{ of: string }> =>
  ({ registers }, { data }) =>
    Object.hasOwn(registers, data.of) ? undefined : `没有找到这条${noun}，可能还没有传到这台手机。`;
const choiceGone: Against<z.infer<typeof Settle>> = ({ registers }, { data }) =>
  registers[data.of]?.statements.some(({ event }) => event === data.choose)
    ? undefined
    : '要选的记录已经变化，请看一下最新内容再选。';
const photoUnknown: Against<z.infer<typeof Describe>> = ({ registers }, { data }) =>
  Object.hasOwn(registers, `photo:${data.photo}`) ? undefined : '没有找到这张照片，请返回刷新。';

const notComplete: Against<z.infer<typeof Finish>> = (_state, { within, data }) => {
  const seen = within(data.basis);
  return seen ? seen.beforeReading[0] : '核对时看到的记录还没有传齐，请稍后再试。';
};

const readingOf = ({ readings }: FieldState, id: string | undefined): Reading | undefined =>
  readings.find((reading) => reading.id === id);
const readingUnknown: Against<{ reading: string }> = (state, { data }) =>
  readingOf(state, data.reading) ? undefined : '没有找到所核对的笔录，请先点“通读核对”。';
const otherPage: Against<z.infer<typeof Sign>> = (state, { data: { reading, page } }) =>
  readingOf(state, reading)?.pages[page.index - 1] === page.contentHash
    ? undefined
    : '签名的这一页与核对时的内容不一致，请重新核对后再签。';
const strangerSigns: Against<z.infer<typeof Sign>> = ({ people }, { data }) =>
  people.some(({ id }) => id === data.signer) ? undefined : '请先登记签名人的姓名和身份。';
const strangerCountersigns: Against<z.infer<typeof Countersign>> = ({ officers }, { data }) =>
  officers.some(({ id }) => id === data.officer) ? undefined : '签名的不是本次检查的执法人员。';
const refusalUnread: Against<z.infer<typeof Refuse>> = (state, { data }) =>
  data.kind === 'REFUSED_ENTRY' || readingOf(state, data.reading)
    ? undefined
    : '请先通读核对笔录，再注明当事人拒签或不在场。';

const videoUnknown: Against<z.infer<typeof Refuse>> = ({ registers }, { data }) => {
  const video = data.video ? registers[`photo:${data.video}`] : undefined;
  const isFilm = video?.statements.some(({ value }) => (value as z.infer<typeof Photo>).kind === 'video');
  return !data.video || (isFilm && !video?.struck)
    ? undefined
    : '没有找到这段现场录像，请先用系统里的相机录像，再选用。';
};

const unsigned: Against<z.infer<typeof Submit>> = ({ status }, { data }) =>
  data.colleague || status === 'signed' || status === 'refused'
    ? undefined
    : '当事人还没有签名，也没有注明不签的情形，请办好后再提交；在另一位同事手机上签的，请勾选“签名在同事手机上”。';
const notHandedIn: Against = (_state, { officer }) =>
  officer.submittedAt ? undefined : '您还没有提交，可以直接填写。';

function signPage(state: FieldState, { data, moment, event }: Of<typeof Sign>): void {
  const reading = readingOf(state, data.reading);
  if (!reading) return;
  const { index, signature } = data.page;
  const others = reading.signatures.filter(({ page, signer }) => page !== index || signer !== data.signer);
  reading.signatures = [...others, { page: index, signer: data.signer, signature, at: moment, event: event.id }];
  const signed = new Set(reading.signatures.filter(({ signer }) => signer === data.signer).map(({ page }) => page));
  const { role } = state.people.find(({ id }) => id === data.signer) ?? {};
  // A witness signs besides the party, or under a refusal; never in the party's place.
  reading.complete ||= role !== 'WITNESS' && signed.size === reading.pages.length;
}

/**
 * What a kind takes as a correction, by the word before the colon of a register's key: the checked value, or undefined when it is none.
 * `name` is what stands behind the colon.
 */
export type Corrected = Readonly<Record<string, (name: string, value: unknown) => unknown>>;
/** A value with an id of its own, which a correction does not change. */
export const correctedBy =
  <K extends string>(shape: z.ZodType<Record<K, string>>, id: K) =>
  (name: string, value: unknown) => {
    const { data } = shape.safeParse(value);
    return data?.[id] === name ? data : undefined;
  };
function correctedTo(rows: Corrected, { of, value }: z.infer<typeof Correct>): unknown {
  const [word = '', name = ''] = of.split(/:(.*)/s);
  return Object.hasOwn(rows, word) ? rows[word]?.(name, value) : undefined;
}
const misfit =
  (rows: Corrected): Against<z.infer<typeof Correct>> =>
  (_state, { data }) =>
    correctedTo(rows, data) === undefined ? '更正的内容格式不对，或者这一项不能更正，请返回重新填写。' : undefined;

const correct = (rows: Corrected) => (state: FieldState, said: Of<typeof Correct>) => {
  const { of, reason, initials } = said.data;
  const value = correctedTo(rows, said.data);
  const register = registerOf(state.registers, of);
  const { event, moment } = said;
  state.corrections.push({ of, from: register.agreed ?? null, value, reason, initials, by: event.author, at: moment });
  for (const { author } of [...register.statements]) say(register, { ...statementOf(said, value), author });
  say(register, statementOf(said, value));
};

/** Every officer of the task has handed in, and nothing stands against locking. */
const handedInByAll = (withCode: boolean) => (state: FieldState) =>
  state.officers.every(({ submittedAt }) => submittedAt !== null) && lockFaults(state, withCode).length === 0;

/** What stands against locking, in words, the first to be done first. */
export function lockFaults(state: FieldState, withCode: boolean): string[] {
  const present = state.officers.filter(({ arrived, certified }) => arrived && certified);
  const entryRefused = state.refusals.some(({ kind }) => kind === 'REFUSED_ENTRY');
  const signed = state.readings.some(({ complete }) => complete);
  const missing = state.officers.filter(
    ({ id }) => !state.reading?.countersigned.some(({ officer }) => officer === id),
  );
  return [
    ...(present.length < 2 ? ['要有两名持有效执法证的执法人员在现场到场签到，请等另一位同事的手机传到。'] : []),
    ...(present.some(({ shownAt }) => !shownAt) ? ['两名执法人员都要出示执法证。'] : []),
    ...(state.rightsTold || entryRefused ? [] : ['还没有告知当事人权利和义务。']),
    ...(!withCode || state.codeScannedAt || entryRefused ? [] : ['还没有扫行政行为码（亮码）。']),
    ...(state.endedAt || entryRefused ? [] : ['还没有记录检查结束时间。']),
    ...(signed || state.refusals.length > 0 ? [] : ['当事人还没有逐页签名，也没有注明不签的情形。']),
    ...(state.reading && missing.length > 0
      ? [`${missing.map(({ name }) => name).join('、')}还没有在笔录上签名。`]
      : []),
  ];
}

/**
 * The rows every kind has.
 *
 * @param withCode the code of the administrative act is scanned before anything is written down
 * @param corrected what the party may have corrected
 */
export function commonSteps(withCode: boolean, corrected: Corrected) {
  const row = <D>(
    step: Omit<FieldStep, 'keep' | 'unless'> & {
      unless?: readonly Against<D>[];
      keep: (state: FieldState, said: Said<D>) => void;
    },
  ) => step as unknown as FieldStep;
  const finding = beforeFinding(withCode);
  const keepRegister =
    <D>(key: (data: D) => string, value: (data: D) => unknown) =>
    (state: FieldState, said: Said<D>) =>
      say(registerOf(state.registers, key(said.data)), statementOf(said, value(said.data)));
  return {
    arrive: row<z.infer<typeof Arrive>>({
      label: '到场',
      from: EVERY_STATE,
      unless: [hereAlready, tooFar],
      keep: arrive,
    }),
    clock: row({ label: '校对时间', from: [...EVERY_STATE, 'locked'], keep: () => undefined }),
    showCertificate: row<z.infer<typeof ShowCertificate>>({
      label: '出示执法证',
      from: EVERY_STATE,
      to: 'open',
      unless: [shownAlready, notHere, notCertified, otherCertificate],
      keep: (state, { officer, moment }) => {
        officer.shownAt = moment;
        state.openedAt ??= moment;
      },
    }),
    tellRights: row<z.infer<typeof TellRights>>({
      label: '告知权利义务',
      from: ONCE_OPEN,
      unless: [notShown, handedIn],
      keep: (state, { data, moment }) => {
        state.rightsTold ??= { at: moment, to: data.to };
        if (data.recusalAsked) state.recusal ??= { at: moment, reason: data.recusalReason };
      },
    }),
    ...(withCode
      ? {
          scanCode: row<z.infer<typeof ScanCode>>({
            label: '扫码亮码',
            from: ONCE_OPEN,
            unless: [notShown, otherCode, handedIn],
            keep: (state, { moment }) => {
              state.codeScannedAt ??= moment;
            },
          }),
        }
      : {}),
    person: row<z.infer<typeof Participant>>({
      label: '登记在场人员',
      from: ONCE_OPEN,
      states: true,
      unless: [notHere, handedIn],
      keep: (state, said) => {
        say(registerOf(state.registers, `person:${said.data.id}`), statementOf(said, said.data));
        state.people = [...state.people.filter(({ id }) => id !== said.data.id), said.data];
      },
    }),
    photo: row<z.infer<typeof Photo>>({
      label: '拍照取证',
      from: EVERY_STATE,
      states: true,
      unless: [notHere, handedIn],
      keep: keepRegister(
        ({ sha256 }) => `photo:${sha256}`,
        (data) => data,
      ),
    }),
    describe: row<z.infer<typeof Describe>>({
      label: '照片说明',
      from: EVERY_STATE,
      states: true,
      unless: [photoUnknown, handedIn],
      keep: keepRegister(
        ({ photo }) => `caption:${photo}`,
        ({ caption, proves }) => ({ caption, proves }),
      ),
    }),
    strike: row<z.infer<typeof Strike>>({
      label: '划去',
      from: ONCE_OPEN,
      states: true,
      unless: [notKnown('记录'), handedIn],
      keep: ({ registers }, { data, event, moment }) => {
        registerOf(registers, data.of).struck = { by: event.author, reason: data.reason, at: moment };
      },
    }),
    settle: row<z.infer<typeof Settle>>({
      label: '确定采用哪一种说法',
      from: ONCE_OPEN,
      unless: [choiceGone, handedIn],
      keep: ({ registers }, { data, event, moment }) =>
        settle(registerOf(registers, data.of), { by: event.author, choose: data.choose, at: moment }),
    }),
    note: row<z.infer<typeof Note>>({
      label: '其他说明',
      from: ONCE_OPEN,
      unless: finding,
      keep: (state, { data, event, moment }) => {
        state.notes.push({ text: data.text, by: event.author, at: moment, event: event.id });
      },
    }),
    endCheck: row<z.infer<typeof EndCheck>>({
      label: '检查结束',
      from: ONCE_OPEN,
      unless: [notShown, handedIn],
      keep: (state, { moment }) => {
        state.endedAt = moment;
      },
    }),
    finish: row<z.infer<typeof Finish>>({
      label: '通读核对',
      from: ONCE_OPEN,
      to: 'readOver',
      unless: [notShown, handedIn, notComplete],
      keep: (state, { data, event, moment }) => {
        const { basis, pages, readBy } = data;
        const known = { id: event.id, by: event.author, at: moment, readBy, basis, pages };
        state.readings.push({ ...known, signatures: [], countersigned: [], complete: false });
        state.reading = bestReading(state);
      },
    }),
    correct: row<z.infer<typeof Correct>>({
      label: '更正',
      from: ONCE_READ,
      unless: [notKnown('内容'), handedIn, misfit(corrected)],
      keep: correct(corrected),
    }),
    sign: row<z.infer<typeof Sign>>({
      label: '当事人签名',
      from: ONCE_READ,
      to: 'signed',
      reached: ({ readings }) => readings.some(({ complete }) => complete),
      unless: [handedIn, readingUnknown, otherPage, strangerSigns],
      keep: (state, said) => {
        signPage(state, said);
        state.reading = bestReading(state);
      },
    }),
    countersign: row<z.infer<typeof Countersign>>({
      label: '执法人员签名',
      from: ONCE_READ,
      unless: [handedIn, readingUnknown, strangerCountersigns],
      keep: (state, { data, moment }) => {
        const reading = readingOf(state, data.reading);
        if (!reading) return;
        const others = reading.countersigned.filter(({ officer }) => officer !== data.officer);
        reading.countersigned = [...others, { officer: data.officer, signature: data.signature, at: moment }];
      },
    }),
    refuse: row<z.infer<typeof Refuse>>({
      label: '注明拒签或不在场',
      from: ONCE_OPEN,
      to: 'refused',
      unless: [handedIn, refusalUnread, videoUnknown],
      keep: (state, { data, event, moment }) => {
        const { kind, note, reading = null, video = null, witness } = data;
        state.refusals.push({
          ...{ kind, note, reading, video, by: event.author, at: moment },
          witness: witness ? { ...witness, signature: witness.signature ?? null } : null,
        });
      },
    }),
    submit: row<z.infer<typeof Submit>>({
      label: '提交',
      from: ONCE_OPEN,
      to: 'locked',
      reached: handedInByAll(withCode),
      unless: [notShown, handedIn, unsigned],
      keep: (state, { officer, moment }) => {
        officer.submittedAt = moment;
        if (handedInByAll(withCode)(state)) state.lockedAt = moment;
      },
    }),
    resume: row({
      label: '继续填写',
      from: ONCE_OPEN,
      unless: [notHandedIn],
      keep: (_state, { officer }) => {
        officer.submittedAt = null;
      },
    }),
  };
}

/** The reading that counts: the complete one that covers most, else the last. */
function bestReading({ readings }: FieldState): Reading | null {
  const covered = ({ basis }: Reading) => basis.reduce((sum, { seq }) => sum + seq, 0);
  const [best] = readings.filter(({ complete }) => complete).sort((a, b) => covered(b) - covered(a));
  return best ?? readings.at(-1) ?? null;
}
