/** 抽调轮次 as one reader may see it: to the drawn where and when, to the head whom to decide about, to everybody who carries it. */
import { type Actor, permits } from '../core/access';
import { type Face, type Outline, type Reader, type RunningClock } from '../core/face';
import { type FormOptions } from '../core/form';
import { type Stored } from '../core/journal';
import { COUNTIES } from '../core/place';
import { namesOf } from '../people/people.store';
import { appointable } from './appointing';
import { serviceEnds } from './common';
import { rotationDomain } from './rotation';
import { rotationForms } from './rotation.form';
import { DUTIES, REASONS, type Round, type Seat, SEAT_STATES, STATES } from './rotation.schema';
import { standingFor } from './rotation.facts';
import { expected, holders, seatOf, toJudge, vacantSeats } from './rotation.workflow';
import { whyFor } from './why';
import { momentWords } from '../core/calendar';

const mayRun = (round: Round, actor: Actor) => permits('runDraw', actor, round);
const isRunning = ({ status }: Round): boolean => status === 'drawn' || status === 'confirmed';
const DRAFTS: readonly Round['status'][] = ['drafted', 'discarded'];

/** A draft is its leader's own; what was drawn is everybody's. */
export const maySeeRound = (round: Round, actor: Actor): boolean =>
  permits(DRAFTS.includes(round.status) ? 'runDraw' : 'seeRounds', actor, round);

/**
 * Who may have the inputs of a draw. They say of everybody whether they could come; before a sealed visit is over, somebody who has declared
 * one enterprise could read from their own line whether it is the target.
 */
export const mayReplay = (round: Round, actor: Actor): boolean =>
  maySeeRound(round, actor) && (round.target === null || round.status === 'closed' || mayRun(round, actor));

/** Absence and difficulty are the person's, the head's and the leader's matter; to everybody else somebody has stepped in. */
function stateFor(round: Round, seat: Seat, { id }: Actor, leads: boolean): string {
  const inner = leads || seat.person === id || seat.head === id;
  if (inner) return SEAT_STATES[seat.state];
  if (seat.state === 'declined') return SEAT_STATES.offered;
  return seat.state === 'excused' || seat.state === 'absent' ? '由他人接替' : SEAT_STATES[seat.state];
}

const TONES: Record<Round['status'], Outline['tone']> = {
  ...{ drafted: 'grey', drawn: 'orange', confirmed: 'blue', closed: 'green', discarded: 'grey', calledOff: 'grey' },
};
const NOTES: Record<Round['status'], string> = {
  drafted: '可以先预演，看看现在抽签会抽到谁；每次预演都会留下记录。',
  drawn: '名单已经公布，正在等待答复。',
  confirmed: '人员都已接受，请按时集合。',
  closed: '本轮已结束，服务已记入账本。',
  discarded: '本轮在抽签前已作废。',
  calledOff: '本轮已取消，账本按没有抽过计算。',
};

const VACANT = '有名额依次询问后仍没有人应答，请局领导直接指定人员。';

function mineNote({ state, arrivedAt }: Seat): string {
  if (state === 'offered')
    return '请在答复截止前接受；确有困难的，请说明情况，由本单位负责人决定。逾期不答复按缺席记录。';
  if (state === 'confirmed') return arrivedAt ? '您已到位，请听从带队领导安排。' : '请按时集合；到达后请登记“到位”。';
  return state === 'declined' ? '困难说明已提交，等待本单位负责人决定，在此之前名额为您保留。' : SEAT_STATES[state];
}

const MINE_TONES: Partial<Record<Seat['state'], Outline['tone']>> = {
  ...{ offered: 'orange', confirmed: 'blue', declined: 'orange', served: 'green' },
};

function whereAndWhen({ assembleAt, place, kit, day, lastDay }: Round): Outline['facts'] {
  return [
    ['集合时间', momentWords(assembleAt)],
    ['集合地点', place],
    ...(kit ? ([['携带装备', kit]] as Outline['facts']) : []),
    ...(lastDay > day ? ([['服务到', lastDay]] as Outline['facts']) : []),
  ];
}

function outline(round: Stored<Round>, { actor }: Reader): Outline {
  const title = `全员抽调 · ${DUTIES[round.duty]}`;
  const number = round.no ?? '';
  const seat = seatOf(round, actor.id);
  const [judged] = toJudge(round, actor);
  const common = { title, number };
  if (seat)
    return {
      ...common,
      status: SEAT_STATES[seat.state],
      tone: MINE_TONES[seat.state] ?? 'grey',
      facts: [
        ...whereAndWhen(round),
        ...(seat.state === 'offered' ? ([['答复截止', momentWords(seat.answerBy)]] as Outline['facts']) : []),
      ],
      note: mineNote(seat),
      until: seat.state === 'offered' ? seat.answerBy : round.assembleAt,
    };
  if (judged?.decline)
    return {
      ...common,
      status: '困难说明待您决定',
      tone: 'orange',
      facts: [
        ['提出人', `${judged.unitName} ${judged.personName}`],
        ['集合时间', momentWords(round.assembleAt)],
        ['决定截止', momentWords(judged.decline.decideBy)],
      ],
      note: '理由和证明请点开查看。同意后由本单位下一位接替；不同意或逾期不决定，按缺席记录，名额同样由下一位接替。',
      until: judged.decline.decideBy,
    };
  return generally(round, actor, common);
}

function generally(round: Stored<Round>, actor: Actor, common: Pick<Outline, 'title' | 'number'>): Outline {
  const now = holders(round);
  const people = now.map(({ unitName, personName }) => `${unitName}${personName}`).join('、');
  const leads = mayRun(round, actor) || permits('excuseAbsence', actor);
  const absent = round.seats.filter(({ state }) => state === 'absent').map(({ personName }) => personName);
  const vacant = leads && isRunning(round) ? vacantSeats(round) : [];
  return {
    ...common,
    status: STATES[round.status],
    tone: TONES[round.status],
    facts: [
      ['范围', round.county ? COUNTIES[round.county] : '全市'],
      ['人数', `${round.k}人，至少${round.needCertified}名持证`],
      ...whereAndWhen(round),
      ...(people ? ([['人员', people]] as Outline['facts']) : []),
      ...(vacant.length > 0
        ? ([['空缺', vacant.map(({ unitName }) => `${unitName}1席`).join('、')]] as Outline['facts'])
        : []),
      ...(leads && absent.length > 0 ? ([['缺席', absent.join('、')]] as Outline['facts']) : []),
    ],
    note: [vacant.length > 0 ? VACANT : NOTES[round.status], ...round.warnings].join('\n\n'),
    until: isRunning(round) ? round.assembleAt : null,
  };
}

function clocks(round: Stored<Round>): RunningClock[] {
  const offered = round.seats.filter(({ state }) => state === 'offered').map(({ answerBy }) => answerBy.getTime());
  const running = isRunning(round);
  return [
    ...(offered.length > 0 ? [{ label: '答复', dueAt: new Date(Math.min(...offered)), explain: [] }] : []),
    ...(running ? [{ label: '集合', dueAt: round.assembleAt, explain: [] }] : []),
    ...(running ? [{ label: '服务结束', dueAt: serviceEnds(round), explain: [] }] : []),
  ];
}

/** Whom a leader may name for the seats that nobody has taken: the only choice of the form with a colleague who is not in the round. */
async function nameable(round: Stored<Round>, { actor }: Reader): Promise<FormOptions> {
  if (!isRunning(round) || vacantSeats(round).length === 0 || !permits('appointSeat', actor)) return {};
  const standing = await standingFor(round);
  const unitName = new Map(standing.units.map(({ _id, name }) => [_id, name]));
  const nameOf = new Map(standing.members.map(({ _id, name }) => [_id, name]));
  const asked = new Set(round.seats.map(({ person }) => person));
  return {
    officer: appointable(round, standing).map(({ id, unit, certified }) => ({
      value: id,
      text: [
        `${unitName.get(unit) ?? ''} ${nameOf.get(id) ?? id}`,
        ...(certified ? ['持证'] : []),
        ...(asked.has(id) ? ['本轮已问过'] : []),
      ].join(' · '),
    })),
  };
}

async function options(round: Stored<Round>, reader: Reader): Promise<FormOptions> {
  const named = await nameable(round, reader);
  if (!mayRun(round, reader.actor) && !permits('excuseAbsence', reader.actor)) return named;
  const absent = round.seats.filter(({ state }) => state === 'absent');
  return {
    ...named,
    person: [
      ...expected(round).map(({ person, personName }) => ({ value: person, text: `${personName}（未到位）` })),
      ...absent.map(({ person, personName }) => ({ value: person, text: `${personName}（缺席）` })),
    ],
  };
}

/** The difficulty in the person's own words: for the head who decides, the leader, and the person. */
function declineFor({ decline, person, head }: Seat, { id }: Actor, leads: boolean) {
  if (!decline || !(leads || person === id || head === id)) return null;
  const { reason, text, photos, at, decideBy, approved, remark } = decline;
  return { reasonLabel: REASONS[reason], text, photos, at, decideBy, approved, remark };
}

async function extra(round: Stored<Round>, { actor }: Reader) {
  const leads = mayRun(round, actor) || permits('excuseAbsence', actor);
  const passed = round.seats.flatMap((seat) => seat.passed);
  const picked = round.draw?.result.picks.flatMap((pick) => [...pick.passed, pick.person]) ?? [];
  const names = await namesOf([...passed, ...picked, ...round.previews.map(({ by }) => by)]);
  const nameOf = (id: string) => names.get(id) ?? '已离职人员';
  return {
    seats: round.seats.map((seat) => ({
      ...{ id: seat.id, slot: seat.slot, kind: seat.kind, name: seat.personName, unitName: seat.unitName },
      ...{ certified: seat.certified, mine: seat.person === actor.id, replaces: seat.replaces },
      ...{
        state: leads || seat.person === actor.id ? seat.state : null,
        stateLabel: stateFor(round, seat, actor, leads),
      },
      ...{ arrivedAt: seat.arrivedAt, arrivedPlace: seat.arrivedPlace, decline: declineFor(seat, actor, leads) },
    })),
    why: whyFor(round, actor.id, nameOf),
    hash: round.draw?.hash ?? null,
    sequence: round.sequence,
    location: round.location,
    sealed: leads && round.target !== null,
    previews:
      round.status === 'drafted' && mayRun(round, actor)
        ? round.previews.map(({ at, by, hash, seats }) => ({ at, byName: nameOf(by), hash, seats }))
        : [],
    warnings: leads ? round.warnings : [],
  };
}

const words = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const name = (data: Readonly<Record<string, unknown>>) => text(data['name']);
const steppedIn = (data: Readonly<Record<string, unknown>>) => {
  const people = words(data['substitutes']).join('、');
  return people ? `，由${people}接替` : '，暂时没有人可以接替';
};
const leads = (reader: Actor) => permits('excuseAbsence', reader);

const sentences: Face<Round>['sentences'] = {
  'rotation.opened': ({ k, warnings }) => ({
    what: `发起一轮抽调，共${String(k)}人`,
    detail: words(warnings).join('；'),
  }),
  'rotation.previewed': ({ hash }) => ({ what: '预演了一次抽签', detail: `结果指纹 ${String(hash).slice(0, 16)}` }),
  'rotation.drawn': ({ people, hash }) => ({
    what: `抽签，抽到${words(people).join('、')}`,
    detail: `结果指纹 ${String(hash).slice(0, 16)}`,
  }),
  'rotation.discarded': '作废了这一轮',
  'rotation.calledOff': ({ reason }) => ({ what: '取消了这一轮', detail: String(reason) }),
  'rotation.accepted': (data) => `${name(data)}接受抽调`,
  'rotation.declined': (data, reader) => {
    const reason = REASONS[data['reason'] as keyof typeof REASONS];
    return leads(reader) ? `${name(data)}说明困难：${reason}` : undefined;
  },
  'rotation.excused': (data, reader) =>
    leads(reader) ? `同意${name(data)}不参加${steppedIn(data)}` : `${name(data)}的名额已调整${steppedIn(data)}`,
  'rotation.refused': (data, reader) =>
    leads(reader)
      ? {
          what: `未同意${name(data)}的困难说明，按缺席记录${steppedIn(data)}`,
          detail: text(data['remark']),
        }
      : `${name(data)}的名额已调整${steppedIn(data)}`,
  'rotation.lapsed': (data, reader) => {
    const [silent, undecided] = [words(data['silent']), words(data['undecided'])];
    if (!leads(reader)) return `到期处理${silent.length + undecided.length}个名额${steppedIn(data)}`;
    const said = [
      ...(silent.length > 0 ? [`${silent.join('、')}逾期未答复`] : []),
      ...(undecided.length > 0 ? [`${undecided.join('、')}的困难说明逾期未决定`] : []),
    ];
    return `${said.join('；')}，按缺席记录${steppedIn(data)}`;
  },
  'rotation.appointed': (data, reader) =>
    leads(reader)
      ? { what: `直接指定${name(data)}接替${text(data['instead'])}`, detail: text(data['reason']) }
      : `直接指定${name(data)}参加`,
  'rotation.arrived': (data) => `${name(data)}到位${data['positioned'] ? '（已定位）' : '（未定位）'}`,
  'rotation.arrivalNoted': (data) => `代记${name(data)}到位`,
  'rotation.absenceExcused': (data, reader) =>
    leads(reader) ? { what: `${name(data)}的缺席改记为已批准`, detail: text(data['reason']) } : undefined,
  'rotation.closeAsked': '服务日期已过，请发起人核对到位情况并结束本轮',
  'rotation.closed': ({ served }) => `结束本轮，${String(served)}人次记入账本`,
  'rotation.closedByClock': ({ served }) => `到期自动结束，${String(served)}人次记入账本`,
  'rotation.clockStopped': () => undefined,
};

export const rotationFace: Face<Round> = {
  domain: rotationDomain,
  path: 'rounds',
  maySee: maySeeRound,
  // Who was asked before somebody stepped in, and how they answered, is the leaders' matter.
  ownMessages: (round, actor) => !mayRun(round, actor) && !permits('excuseAbsence', actor),
  seenBy: ['status', 'county'],
  outline,
  forms: rotationForms,
  sentences,
  clocks,
  options,
  extra,
  readFirst: ['draw', 'arrive'],
};
