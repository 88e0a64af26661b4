import fc from 'fast-check';
import { type Role } from '../models/core/access';
import { DomainError } from '../models/core/errors';
import { wgs84ToGcj02 } from '../models/core/datum';
import { policy } from '../models/core/policy';
import { offered, type Outcome } from '../models/core/workflow';
import { alarmsOf } from '../models/incident/common';
import { adopt } from '../models/core/policy';
import { CROSSING_LIST, crossingById, islandAt, passageTo } from '../models/incident/crossings';
import { withFacts } from '../models/incident/facts';
import { incidentCommands } from '../models/incident/incident.commands';
import { incidentFace } from '../models/incident/incident.face';
import { incidentForms } from '../models/incident/incident.form';
import { EnterIncident, type Fact, GRADES, type Grade, type Incident } from '../models/incident/incident.schema';
import { incidentWorkflow } from '../models/incident/incident.workflow';
import { enterIncident, newIncident } from '../models/incident/intake';
import { nearestOffices } from '../models/incident/offices';
import { wayTo } from '../models/incident/way';
import { belongs, type Candidate } from '../models/signal/understand';
import { openForm } from '../bot/form';
import { as, atTime, MORNING, toldTo } from './builders';

type Step = keyof typeof incidentCommands;
const take = (
  step: Step,
  incident: Incident,
  input: unknown,
  context = operator,
  facts: unknown = DUTY,
): Outcome<Incident> => incidentCommands[step].decide(incident, input, context, facts);
const refusal = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
};

const MINUTE = 60_000;
const later = (minutes: number, from = MORNING) => new Date(from.getTime() + minutes * MINUTE);
const [operator, leader] = [as('dutyOperator', 'duty', { county: null }), as('dutyLeader', 'leader', { county: null })];
const officer = as('officer', 'wang');
const named = (id: string) => ({ id, name: id });
const DUTY = {
  ...{ operators: [named('duty')], leaders: [named('leader')], monitoring: [named('lab')], bureau: [named('boss')] },
  ...{ head: [named('head')], squad: [named('wang'), named('zhang')], county: '330903', warnings: [], petition: null },
};
const spill = (change: Partial<Incident> = {}): Incident => ({
  ...newIncident({ _id: 'i1', source: 'POLICE', type: 'SPILL', description: '海面有油', occurredAt: MORNING }, MORNING),
  ...{ version: 1, no: 'SJ-2026-000007', county: '330903', place: '沈家门' },
  ...change,
});
const sent = (change: Partial<Incident> = {}) => ({
  ...take('dispatch', spill({ status: 'emergency' }), {}).document,
  ...change,
});

describe('an incident that came in', () => {
  it('is to be triaged within ten minutes by the operators on post', () => {
    const said = EnterIncident.parse({
      source: 'POLICE',
      type: 'SPILL',
      county: '330903',
      place: '沈家门',
      description: '海面有油',
    });
    const { document, effects, number } = enterIncident('i1', said, operator, {
      ...DUTY,
      enterprise: null,
      petition: null,
    });
    expect(document).toMatchObject({ status: 'received', triageDueAt: later(10), wakeAt: later(10) });
    expect(number).toBe('SJ');
    expect(toldTo(effects)).toEqual(['incident.triage → duty']);
  });

  it('goes nowhere but by triage: noise with its reason, a petition, an alert, an emergency, or into another', () => {
    const steps = offered(incidentWorkflow, spill(), operator);
    expect(steps).toEqual([
      'declareEmergency',
      'raiseAlert',
      'toPetition',
      'dismiss',
      'merge',
      'remoteSupport',
      'remark',
      'notDuplicate',
    ]);
    expect(take('dismiss', spill(), { reason: '系统测试' }).document).toMatchObject({
      status: 'closedInvalid',
      outcomeReason: '系统测试',
      wakeAt: null,
    });
    expect(refusal(() => take('dismiss', spill(), {}))).toMatch('请填写理由');
  });

  it('tells the leader when triage is late, and the bureau half an hour later, each once', () => {
    const first = take('wake', spill(), {}, atTime(later(10)));
    expect(toldTo(first.effects)).toEqual(['incident.overdue → leader']);
    expect(first.document.wakeAt).toEqual(later(40));
    const second = take('wake', first.document, {}, atTime(later(40)));
    expect(toldTo(second.effects)).toEqual(['incident.overdue → leader', 'incident.overdue → boss']);
    expect(second.document.wakeAt).toBeNull();
    expect(take('wake', second.document, {}, atTime(later(50))).event.type).toBe('incident.clockChecked');
  });
});

describe('an emergency', () => {
  const declare = (grade: Grade) => take('declareEmergency', spill(), { grade });

  it.each([
    ['GENERAL', 240, ['CITY', 'PROVINCE']],
    ['LARGER', 120, ['CITY', 'PROVINCE']],
    ['MAJOR', 120, ['CITY', 'PROVINCE', 'MINISTRY']],
    ['EXTRA_MAJOR', 120, ['CITY', 'PROVINCE', 'MINISTRY']],
    ['UNCLEAR_SENSITIVE', 120, ['CITY', 'PROVINCE']],
  ] as const)('of grade %s is first reported within %i minutes, to %j', (grade, minutes, to) => {
    const { document } = declare(grade);
    expect(document).toMatchObject({ nextReport: 'initial', reportDueAt: later(minutes) });
    expect(take('reportInitial', document, { words: '初步情况' }).document.reports).toMatchObject([{ to }]);
  });

  it('is told to leader, branch head, squad and monitoring, and the operator has to report it', () => {
    expect(toldTo(declare('LARGER').effects)).toEqual([
      'incident.emergency → leader',
      'incident.emergency → head',
      'incident.emergency → wang',
      'incident.emergency → zhang',
      'incident.emergency → lab',
      'incident.report → duty',
    ]);
    expect(toldTo(take('declareEmergency', spill(), { grade: 'LARGER' }, leader).effects)).not.toContain(
      'incident.emergency → leader',
    );
  });

  it('whose grade rises is reported sooner, never later, and nobody is told twice', () => {
    const general = declare('GENERAL').document;
    const major = take('regrade', general, { grade: 'MAJOR' }, { ...operator, now: later(5) });
    expect(major.document).toMatchObject({ grade: 'MAJOR', reportDueAt: later(120) });
    expect(toldTo(major.effects)).toEqual(['incident.report → duty']);
    expect(take('regrade', major.document, { grade: 'GENERAL' }).document.reportDueAt).toEqual(later(120));
  });

  it('is reported again and again until it is controlled, then once to the end', () => {
    const first = take('reportInitial', declare('MAJOR').document, { words: '初步情况' }).document;
    expect(first).toMatchObject({ nextReport: 'followUp', reportDueAt: later(240) });
    expect(refusal(() => take('reportInitial', first, { words: '再报' }))).toMatch('请报续报');
    const again = take('reportFollowUp', first, { words: '进展' }, { ...operator, now: later(100) }).document;
    expect(again.reportDueAt).toEqual(later(340));
    const controlled = take('control', { ...again, status: 'onScene' }, { words: '已围控' }).document;
    expect(controlled).toMatchObject({ nextReport: 'final', reportDueAt: later(4_320) });
    expect(take('reportFinal', controlled, { words: '处理完毕' }).document).toMatchObject({
      nextReport: null,
      reportDueAt: null,
    });
  });

  it('whose report is late is said to be, and alarms operator, leader and bureau', () => {
    const { document } = declare('LARGER');
    expect(toldTo(take('wake', document, {}, atTime(later(120))).effects)).toEqual([
      'incident.overdue → duty',
      'incident.overdue → leader',
    ]);
    expect(
      take('reportInitial', document, { words: '初步情况' }, { ...operator, now: later(121) }).event.data,
    ).toMatchObject({ late: true });
  });

  it('is neither handed on before it is controlled nor closed before its final report', () => {
    const { document } = declare('LARGER');
    expect(
      refusal(() => take('handOver', { ...document, status: 'onScene' }, { kind: 'CASE', words: '拟立案' })),
    ).toMatch('现场已控制');
    expect(refusal(() => take('close', { ...document, status: 'handedTo' }, { words: '办结' }))).toMatch(
      '终报还没有报出（控制后72小时内）',
    );
  });
});

describe('a squad that was sent', () => {
  it('is asked with the deadline of its departure; whoever answered already is left in peace', () => {
    const { document, effects } = take('dispatch', spill({ status: 'emergency' }), {});
    expect(toldTo(effects)).toEqual(['incident.dispatch → wang', 'incident.dispatch → zhang']);
    const answered = take('acknowledge', document, { minutes: '60' }, officer).document;
    expect(toldTo(take('dispatch', answered, {}).effects)).toEqual(['incident.dispatch → zhang']);
  });

  it('promises minutes and names what it needs; the promise is the time until which silence is allowed', () => {
    const { document, effects } = take('acknowledge', sent(), { minutes: '90', need: '船、采样瓶，防护服' }, officer);
    expect(document).toMatchObject({ eta: later(90), crew: [{ need: ['船', '采样瓶', '防护服'] }, {}] });
    expect(effects).toContainEqual(
      expect.objectContaining({
        kind: 'assignment.acknowledge',
        data: { person: 'wang', purposes: ['incident.dispatch'], until: later(90) },
      }),
    );
    expect(refusal(() => take('acknowledge', sent(), { minutes: '7' }, officer))).toMatch('请选择多久到场');
  });

  it('that does not arrive in time is an alarm of its own, and a new promise another', () => {
    const late = take('acknowledge', sent(), { minutes: '30' }, officer).document;
    expect(toldTo(take('wake', late, {}, atTime(later(30))).effects)).toEqual([
      'incident.overdue → duty',
      'incident.overdue → leader',
    ]);
    const again = take('acknowledge', late, { minutes: '15' }, { ...officer, now: later(31) }).document;
    expect(alarmsOf(again)[0]?.at).toEqual(later(46));
    expect(alarmsOf(take('arrive', again, {}, officer).document)).toEqual([]);
  });

  it('is the only one that may answer, arrive or decline', () => {
    const answers = [
      ['acknowledge', { minutes: '30' }],
      ['arrive', {}],
      ['decline', { reason: '有任务' }],
    ] as const;
    for (const [step, input] of answers) {
      for (const role of ['dutyOperator', 'bureauLeader', 'officer', 'branchHead'] as Role[]) {
        expect(refusal(() => take(step, sent(), input, as(role, 'other')))).toMatch('权限');
      }
    }
  });

  it('is not sent where nobody stands on post', () => {
    expect(refusal(() => take('dispatch', spill({ status: 'alert' }), {}, operator, { ...DUTY, squad: [] }))).toMatch(
      '请改派其他县区',
    );
    expect(
      refusal(() =>
        take('dispatch', spill({ status: 'alert', county: null }), {}, operator, { ...DUTY, county: null }),
      ),
    ).toMatch('请选择派哪个县区的队伍');
  });
});

describe('an incident that becomes a petition', () => {
  it('is not turned into a second one by a mistyped number', () => {
    const turned = (petitionNo: string) => () =>
      take('toPetition', spill(), { petitionNo }, operator, { petition: null });
    expect(refusal(turned('XF-2026-999999'))).toMatch('没有编号为 XF-2026-999999 的信访件');
    expect(turned('')().effects?.map(({ kind }) => kind)).toContain('incident.petition');
    const controlled = spill({ status: 'controlled', grade: 'GENERAL', emergencyAt: MORNING, controlledAt: MORNING });
    const handed = { kind: 'PETITION', words: '转信访继续办理', petitionNo: 'XF-2026-999999' };
    expect(refusal(() => take('handOver', controlled, handed, operator, { petition: null }))).toMatch('请核对编号');
  });
});

describe('two incidents that are one', () => {
  const into = { id: 'i0', no: 'SJ-2026-000003', status: 'dispatched', emergencyAt: MORNING };
  it('are merged into the smaller number only, so that two people cannot merge both away', () => {
    const { document, effects } = take('merge', spill(), { into: 'SJ-2026-000003' }, operator, { into });
    expect(document).toMatchObject({ status: 'merged', mergedInto: 'i0', wakeAt: null });
    expect(effects?.map(({ kind }) => kind)).toContain('incident.absorb');
    expect(
      refusal(() =>
        take('merge', spill(), { into: 'SJ-2026-000009' }, operator, { into: { ...into, no: 'SJ-2026-000009' } }),
      ),
    ).toMatch('编号较小');
    expect(
      refusal(() =>
        take('merge', spill(), { into: 'SJ-2026-000007' }, operator, { into: { ...into, no: 'SJ-2026-000007' } }),
      ),
    ).toMatch('编号较小');
    expect(
      refusal(() =>
        take('merge', spill(), { into: 'SJ-2026-000003' }, operator, { into: { ...into, status: 'closed' } }),
      ),
    ).toMatch('已经办结');
    const declared = spill({ status: 'emergency', grade: 'GENERAL', emergencyAt: MORNING });
    const ungraded = { into: { ...into, emergencyAt: null } };
    expect(refusal(() => take('merge', declared, { into: into.no }, operator, ungraded))).toMatch('正在计时');
    expect(take('merge', declared, { into: into.no }, operator, { into }).document.status).toBe('merged');
    expect(refusal(() => take('merge', spill(), { into: 'SJ-2026-000003' }, operator, { into: null }))).toMatch(
      '没有编号为 SJ-2026-000003 的事件',
    );
  });
});

describe('the way to an island', () => {
  const at = (lng: number, lat: number) => wgs84ToGcj02([lng, lat]);
  const warning = (change: object) => ({
    counties: [],
    kind: 'WIND' as const,
    level: 'BLUE' as const,
    windForce: null,
    waveMetres: null,
    endsAt: later(300),
    ...change,
  });
  const liuheng = crossingById('liuheng')!;

  it('is known of every island of the table, and of no town reached by road', () => {
    for (const { id, location } of CROSSING_LIST) expect(islandAt(location)?.id).toBe(id);
    for (const [lng, lat] of [
      [122.3, 29.95],
      [122.11, 30.02],
      [122.2, 30.24],
      [122.45, 30.73],
      [121.94, 30.31],
    ] as const)
      expect(islandAt(at(lng, lat))).toBeUndefined();
  });

  it('is the next boat that can still be reached, the first one tomorrow after the last', () => {
    expect(passageTo(liuheng, MORNING, [], 20).ferry).toEqual({
      leaves: new Date('2026-03-02T11:10:00+08:00'),
      lands: new Date('2026-03-02T12:05:00+08:00'),
      tomorrow: false,
    });
    const night = passageTo(liuheng, new Date('2026-03-02T16:15:00+08:00'), [], 20);
    expect(night.ferry).toMatchObject({ leaves: new Date('2026-03-03T06:40:00+08:00'), tomorrow: true });
  });

  it.each([
    ['wind above the limit', { windForce: 7 }, true],
    ['wind below it', { windForce: 6 }, false],
    ['waves above the limit', { kind: 'WAVE', waveMetres: 2.5 }, true],
    ['a level that stands for such wind', { level: 'YELLOW' }, true],
    ['orange fog', { kind: 'FOG', level: 'ORANGE' }, true],
    ['rain', { kind: 'RAIN', level: 'RED' }, false],
    ['wind in another county', { windForce: 12, counties: ['330922'] }, false],
  ])('is stopped by %s: %j → %s', (_what, change, stopped) => {
    expect(passageTo(liuheng, MORNING, [warning(change)], 20).ferry === null).toBe(stopped);
  });

  it('stops the patrol boat before the ferry', () => {
    const passage = passageTo(liuheng, MORNING, [warning({ windForce: 6 })], 20);
    expect([passage.ferry === null, passage.boat]).toEqual([false, null]);
  });

  describe('where the bureau has limits of its own', () => {
    afterEach(() => adopt({}));

    it('stops at those; a ferry not named keeps its own', () => {
      const stopped = (id: string, change: object) =>
        passageTo(crossingById(id)!, MORNING, [warning(change)], 20).ferry === null;
      adopt({ incident: { ferries: { liuheng: { wind: 9, wave: 3 } }, levelWind: { BLUE: 9 } } });
      expect([stopped('liuheng', { windForce: 8 }), stopped('taohua', { windForce: 8 })]).toEqual([false, true]);
      expect(stopped('liuheng', { level: 'BLUE' })).toBe(true);
      adopt({ incident: { patrolBoat: { readyMinutes: 10, share: 1, wind: 8 } } });
      expect(passageTo(liuheng, MORNING, [warning({ windForce: 7 })], 20)).toMatchObject({
        ferry: null,
        boat: { leaves: later(10), lands: later(65) },
      });
    });

    it('refuses a crossing that does not exist', () => {
      expect(() => adopt({ incident: { ferries: { atlantis: { wind: 9, wave: 3 } } } })).toThrow('atlantis');
    });
  });

  it('is said in words that one can act on, with the time to leave', () => {
    const where = { location: at(122.13, 29.73), place: null };
    expect(wayTo(where, '330903', MORNING, [], null)).toEqual({
      crossing: 'liuheng',
      words: '墩头码头—六横（示例时刻）：11:10 开船，约 12:05 靠岸；执法艇 10:30 可出发，约 11:09 靠岸',
      departAt: later(10),
    });
    expect(wayTo({ location: null, place: '六横台门' }, '330903', MORNING, [], null).crossing).toBe('liuheng');
    expect(wayTo({ location: null, place: '沈家门' }, '330903', MORNING, [], null).words).toBe('陆路可达，请立即出发');
    expect(nearestOffices(at(122.13, 29.73))[0]).toMatchObject({ name: '六横环保所', metres: 0 });
  });
});

describe('the facts a record keeps', () => {
  // One id is one fact: the same id always speaks with the same voice.
  const arbitrary: fc.Arbitrary<Fact> = fc
    .nat(60)
    .map((id) => ({ id: String(id), station: 'ABCD'.charAt(id % 4), item: id % 8 < 4 ? 'COD' : 'pH' }))
    .map((own) => ({
      ...own,
      source: 'ONLINE_MONITOR',
      from: own.station,
      value: 1,
      limit: 1,
      unit: '',
      words: null,
      at: MORNING,
      receivedAt: MORNING,
    }));
  const voices = (facts: readonly Fact[]) => new Set(facts.map(({ station, item }) => `${station}|${item}`));

  it('are at most so many, each once, every voice among them; and telling them again changes nothing', () => {
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 80 }), fc.array(arbitrary, { maxLength: 80 }), (first, second) => {
        const kept = withFacts(withFacts([], first, 10), second, 10);
        expect(kept.length).toBeLessThanOrEqual(10);
        expect(new Set(kept.map(({ id }) => id)).size).toBe(kept.length);
        const all = withFacts([], [...first, ...second], 1_000);
        expect(voices(kept)).toEqual(voices(all));
        expect(withFacts(kept, kept, 10)).toEqual(kept);
      }),
    );
  });

  it('of one incident are those of one station, or of one kind near each other, minutes apart', () => {
    const like = (change: Partial<Candidate> = {}): Candidate => ({
      ...{ _id: 'x', type: 'WATER', stations: ['W1'], location: [122.3, 30], place: '甲', reporterRef: null },
      ...{ lastFactAt: MORNING, occurredAt: MORNING },
      ...change,
    });
    const minutes = policy().incident.togetherMinutes;
    expect(belongs(like(), like({ location: [122.5, 30] }))).toBe(true);
    expect(belongs(like({ stations: ['W2'], location: [122.31, 30] }), like())).toBe(true);
    expect(belongs(like({ stations: ['W2'], location: [122.32, 30] }), like())).toBe(false);
    expect(belongs(like({ type: 'ODOUR' }), like())).toBe(false);
    expect(belongs(like({ lastFactAt: later(minutes) }), like())).toBe(true);
    expect(belongs(like({ lastFactAt: later(minutes + 1) }), like())).toBe(false);
    expect(belongs(like({ stations: [] }), like())).toBe(false);
  });
});

describe('what an incident shows', () => {
  it('has a form for every step that asks, a sentence for every event, and labels for every grade', () => {
    const asking = Object.keys(incidentForms);
    expect(asking.every((step) => step in incidentCommands)).toBe(true);
    expect(Object.keys(GRADES)).toHaveLength(5);
    for (const step of Object.keys(incidentWorkflow.steps)) expect(Object.hasOwn(incidentCommands, step)).toBe(true);
  });

  it('asks a squad, and whoever secures the scene, within what a card can carry', () => {
    for (const step of [
      'acknowledge',
      'decline',
      'arrive',
      'secured',
      'control',
      'declareEmergency',
      'dismiss',
    ] as const) {
      const form = incidentForms[step] ?? [];
      expect([step, openForm({ step, submit: '提交', form, version: 12 })?.fields.length]).toEqual([
        step,
        expect.any(Number),
      ]);
    }
  });

  it('says who is awaited and until when, and that a promise is over', () => {
    const promised = take('acknowledge', sent(), { minutes: '30' }, officer).document;
    const stored = { ...promised, events: [], outbox: [], updatedAt: MORNING, sealed: 0, unsealedAt: null };
    expect(incidentFace.outline(stored, operator)).toMatchObject({
      title: '海上溢油',
      number: 'SJ-2026-000007',
      status: '已派出，预计 10:30 到场',
    });
    expect(incidentFace.outline(stored, { ...operator, now: later(31) }).status).toBe('已派出，超过预计到场时间');
  });

  it('tells a supervisor who secures the scene the place and nothing else', () => {
    const support = [
      { id: 'ref:v', label: '监督员', askedAt: MORNING, securedAt: null, words: null, sampled: null, photos: [] },
    ];
    const stored = {
      ...sent({ support, supporters: ['ref:v'] }),
      events: [],
      outbox: [],
      updatedAt: MORNING,
      sealed: 0,
      unsealedAt: null,
    };
    const villager = as('ruralSupervisor', 'ref:v');
    expect(incidentFace.maySee(stored, villager.actor)).toBe(true);
    expect(incidentFace.maySee(stored, as('ruralSupervisor', 'ref:other').actor)).toBe(false);
    const { title, facts } = incidentFace.outline(stored, villager);
    expect({ title, facts }).toEqual({
      title: '请看护现场',
      facts: [
        ['地点', '沈家门'],
        ['县区', '普陀区'],
      ],
    });
    expect(offered(incidentWorkflow, stored, villager)).toEqual(['secured']);
  });
});
