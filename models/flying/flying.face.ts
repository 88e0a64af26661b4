/**
 * 飞行检查 as one reader may see it. Before the reveal no line of this file could tell the target if it wanted to: the record does not hold
 * it. After the reveal it is for those who go, and nobody's card ever names it.
 */
import { type Actor, permits } from '../core/access';
import { type Face, type Outline, type Reader, type RunningClock } from '../core/face';
import { type FormOptions } from '../core/form';
import { type Stored } from '../core/journal';
import { appendAudit } from '../core/auditLog';
import { flyingDomain } from './flying';
import { flyingForms } from './flying.form';
import { FINDINGS, type FlyingInspection, LEFT, MEMBER_STATES, type Member, OPEN, OVER, STATES } from './flying.schema';
import { flyings } from './flying.store';
import { readable } from './pack';
import { releasedKey } from './sealed.store';
import { seatOf, standing } from './team';
import { PURPOSE } from './target';
import { momentWords } from '../core/calendar';

/** Planner and leader, who may look before its time. */
const isKnowing = ({ knowing }: FlyingInspection, { id }: Pick<Actor, 'id'>) => knowing.includes(id);
const reviews = (flying: FlyingInspection, actor: Actor) =>
  OVER.includes(flying.status) && permits('reviewFlying', actor, flying);

export const maySeeFlying = (flying: FlyingInspection, actor: Actor): boolean =>
  permits('seeFlying', actor, flying) || reviews(flying, actor);

/** The team from its arrival on, unless they have stated a conflict; planner and leader; afterwards the reviewers. */
export function mayReadTarget(flying: FlyingInspection, actor: Actor): boolean {
  if (!OPEN.includes(flying.status) || !flying.target) return false;
  const seat = seatOf(flying, actor.id);
  const goes = seat?.state === 'arrived' && seat.conflict !== true;
  return goes || (isKnowing(flying, actor) && permits('lookAtTarget', actor, flying)) || reviews(flying, actor);
}

const TONES: Record<FlyingInspection['status'], Outline['tone']> = {
  ...{ draft: 'grey', sealed: 'orange', teamReady: 'blue', revealed: 'blue', onSite: 'blue', reported: 'orange' },
  ...{ caseFiled: 'green', closed: 'green', aborted: 'grey', compromised: 'red' },
};

const when = ({ assembleAt, point, kit, hours }: FlyingInspection): Outline['facts'] => [
  ['集合时间', momentWords(assembleAt)],
  ['集合地点', point.name],
  ['携带装备', kit],
  ['预计时长', `约${hours}小时`],
];

/** What a member is told; before the reveal exactly when, where, what to bring and how long. */
function memberNote(flying: FlyingInspection, { state, conflict, person }: Member): string {
  if (state === 'asked')
    return '请尽快确认，按时集合；逾期未确认会另行通知他人。任务内容集合后揭示，请不要打听、不要转告。';
  if (state === 'confirmed') return '已确认。到达集合地点后请登记“到位”。';
  if (flying.status === 'revealed' && conflict === null)
    return '任务已揭示，请打开页面查看，并确认您与检查对象有没有需要回避的关系。';
  if (OPEN.includes(flying.status)) return '请打开页面查看检查对象、档案和检查清单。';
  return flying.captain === person && !flying.departedAt
    ? '已到位。全员到位后由带队队员登记“出发”。'
    : '已到位，请等候揭示。';
}

const NOTES: Record<FlyingInspection['status'], string> = {
  draft: '目标已加密保存。局领导查看目标并批准后封存，同时公布指纹。',
  sealed: '目标已封存。请抽签组队；队员不从检查对象所在县区推断。',
  teamReady: '队伍就绪。到设定时间自动揭示；队伍登记出发后也可以由两人先后解封。',
  revealed: '目标已向到位的队员揭示。',
  onSite: '队伍已到现场。',
  reported: '结果已报告。',
  caseFiled: '涉嫌违法线索已连同证据转立案审查。',
  closed: '已结案，封存时公布的指纹可以核验。',
  aborted: '已取消，目标不再揭示。',
  compromised: '已中止并交稽查核查。',
};

const NOTHING_TOLD = (flying: FlyingInspection): Outline => ({
  ...{ title: '飞行检查', number: flying.no ?? '', status: '与您无关或已结束', tone: 'grey', facts: [] },
  ...{ note: '您现在不需要办理，请勿转告他人。', until: null },
});

function outline(flying: Stored<FlyingInspection>, { actor }: Reader): Outline {
  const number = flying.no ?? '';
  const seat = seatOf(flying, actor.id);
  if (seat)
    return {
      ...{ title: '集合通知', number, tone: seat.state === 'asked' ? 'orange' : 'blue', facts: when(flying) },
      status: OPEN.includes(flying.status) ? STATES[flying.status] : MEMBER_STATES[seat.state],
      note: memberNote(flying, seat),
      until: seat.state === 'asked' ? seat.answerBy : flying.assembleAt,
    };
  if (!maySeeFlying(flying, actor)) return NOTHING_TOLD(flying);
  const team = standing(flying);
  const count = (state: Member['state']) => team.filter((one) => one.state === state).length;
  const knows = isKnowing(flying, actor) || reviews(flying, actor);
  return {
    ...{ title: '飞行检查', number, status: STATES[flying.status], tone: TONES[flying.status] },
    facts: [
      ...(knows ? when(flying) : []),
      ['揭示时间', momentWords(flying.revealAt)],
      ...(knows && team.length > 0
        ? ([['队伍', `${flying.k}人，${count('asked')}人待确认，${count('arrived')}人到位`]] as Outline['facts'])
        : []),
      ...(flying.commitment && knows
        ? ([['公布的指纹', flying.commitment.hash.slice(0, 16)]] as Outline['facts'])
        : []),
      ...(flying.result ? ([['结果', FINDINGS[flying.result.finding]]] as Outline['facts']) : []),
      ...(flying.ended ? ([['理由', flying.ended.reason]] as Outline['facts']) : []),
    ],
    note: NOTES[flying.status],
    until: OVER.includes(flying.status) ? null : flying.assembleAt,
  };
}

const clocks = (flying: Stored<FlyingInspection>): RunningClock[] =>
  ['sealed', 'teamReady'].includes(flying.status) ? [{ label: '集合', dueAt: flying.assembleAt, explain: [] }] : [];

function options(flying: Stored<FlyingInspection>, { actor }: Reader): Promise<FormOptions> {
  if (!permits('runFlying', actor, flying)) return Promise.resolve({});
  const person = standing(flying).map((one) => ({
    value: one.person,
    text: `${one.unitName} ${one.personName}（${MEMBER_STATES[one.state]}）`,
  }));
  return Promise.resolve({ person });
}

const shownMember = (member: Member) => ({
  ...{ name: member.personName, unitName: member.unitName, lead: member.slot === 1 },
  ...{ state: member.state, stateLabel: MEMBER_STATES[member.state], arrivedAt: member.arrivedAt },
  left: member.left && LEFT[member.left],
});

/** The first time somebody reads an open target is written down; the closing report tells it. */
async function noteReading(flying: Stored<FlyingInspection>, { actor, now }: Reader): Promise<void> {
  await appendAudit([
    {
      ...{ factId: `flying-read:${flying._id}:${actor.id}`, at: now, actor: actor.id, action: 'flying.read' },
      ...{ objectType: flyings.name, objectId: flying._id, result: 'revealed' },
    },
  ]);
}

/** Names each field that leaves. */
async function extra(flying: Stored<FlyingInspection>, reader: Reader) {
  const { actor } = reader;
  const seat = seatOf(flying, actor.id);
  const knows = isKnowing(flying, actor) || reviews(flying, actor);
  const reads = mayReadTarget(flying, actor);
  if (reads) await noteReading(flying, reader);
  const { status, inspection, packBox, unlocks, departedAt, commitment } = flying;
  return {
    mine: seat ? { state: seat.state, lead: seat.slot === 1, conflict: seat.conflict } : null,
    knows,
    /** Doors of their own, which ask who it is once more. */
    may: {
      look: permits('lookAtTarget', actor, flying) && !OVER.includes(status),
      approve: status === 'draft' && permits('approveFlying', actor, flying),
      revise: status === 'draft' && permits('planFlying', actor, flying),
      unlock: status === 'teamReady' && departedAt !== null && permits('unlockFlying', actor, flying),
      report: OVER.includes(status) && knows,
    },
    pack: seat && packBox ? { box: packBox, key: reads ? await releasedKey(PURPOSE.pack, packBox) : null } : null,
    point: seat || knows ? flying.point : null,
    members: knows ? flying.members.map(shownMember) : [],
    unlocks: permits('unlockFlying', actor, flying) ? unlocks.map(({ byName, at }) => ({ byName, at })) : [],
    revealed: flying.revealed ? { at: flying.revealed.at, how: flying.revealed.how } : null,
    commitment: knows ? commitment : null,
    inspection: reads ? inspection : null,
    /** Small, so that a trickle of signal brings it; dossier and checklist are in the pack. */
    target: reads ? readable(flying.target!) : null,
    result: reads || reviews(flying, actor) ? flying.result : null,
  };
}

const HOW = { time: '到设定时间自动揭示', unlock: '由两人先后解封' } as const;

const sentences: Face<FlyingInspection>['sentences'] = {
  'flying.drafted': '起草，目标加密保存',
  'flying.revised': '修改，目标重新加密保存',
  'flying.sealed': ({ hash }) => ({ what: '批准并封存，公布指纹', detail: String(hash).slice(0, 16) }),
  'flying.drawn': '抽签组队',
  'flying.confirmed': '一名队员确认',
  'flying.arrived': '一名队员到位',
  'flying.adjusted': '队伍有调整',
  'flying.cleared': '一名队员确认无需回避',
  'flying.departed': '队伍出发',
  'flying.unlockedOnce': '一人解封，等待另一人',
  'flying.revealed': ({ how }) => `目标揭示，${HOW[how as keyof typeof HOW]}`,
  'flying.late': '到揭示时间，队伍没有就绪，目标继续封存',
  'flying.postponed': ({ assembleAt }) => `改时间，${String(assembleAt)}集合`,
  'flying.onSite': '到达现场',
  'flying.reported': ({ finding }) => `报告结果：${FINDINGS[finding as keyof typeof FINDINGS]}`,
  'flying.filed': '线索转立案审查',
  'flying.closed': '结案',
  'flying.aborted': ({ reason }) => ({ what: '取消', detail: String(reason) }),
  'flying.compromised': ({ reason }) => ({ what: '疑似泄密，中止并交稽查核查', detail: String(reason) }),
};

export const flyingFace: Face<FlyingInspection> = {
  domain: flyingDomain,
  path: 'flying',
  maySee: maySeeFlying,
  // Whom else a member goes with, and who answered how, they learn at the assembly.
  ownMessages: (flying, actor) => !isKnowing(flying, actor) && !reviews(flying, actor),
  outsider: (flying, actor) => !isKnowing(flying, actor) && !reviews(flying, actor),
  seenBy: ['status', 'crew', 'unlockers'],
  outline,
  forms: flyingForms,
  sentences,
  clocks,
  options,
  extra,
  readFirst: ['formTeam', 'depart', 'conflict', 'reach', 'report', 'close', 'postpone', 'compromise', 'abort'],
};
