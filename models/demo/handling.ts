/** How a petition of the demo is handled, step by step, as far as its plan says; each at a moment when somebody would. */
import { type Actor } from '../core/access';
import { type Context } from '../core/workflow';
import { actorOf, type Person } from '../people/people.schema';
import { type Petition } from '../petition/petition.schema';
import { type PetitionStep } from '../petition/petition.workflow';
import { draftPetition, registerPetition, reportPetition, tellPetition } from '../petition/reporting';
import { type Branch, type Cast } from './cast';
import { type Act, type Life, begin, giveNumber, pass, take } from './life';
import { officeHours } from './period';
import { type Plan, type Stage } from './plan';
import { type Chance } from './random';
import { EXTENDING, INSTRUCTIONS, RATINGS, REDRAFT, RETURNED, STILL, WORDS } from './words';

const MINUTE = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

/** One step to come: how many minutes after the one before, whether in office hours, and what it is. */
interface Move {
  wait: readonly [number, number];
  office?: boolean;
  take: (at: Date) => void;
}

const acting = (person: Person): Actor => actorOf(person, person._id);
const brief = ({ _id, name }: Person) => ({ id: _id, name });
const briefEnterprise = ({ enterprise }: Plan) =>
  enterprise && { id: enterprise._id, name: enterprise.name, county: enterprise.county };

/** What arrives by telephone, letter or order from above is entered at the desk. */
function registeredAtDesk(plan: Plan, cast: Cast, dice: Chance): [ReturnType<typeof registerPetition>, Act] {
  const { id, at, channel, content, medium, urgency, place, location, groupSize, petitioner } = plan;
  const act: Act = { actor: acting(dice.pick(cast.operators)), at, door: 'page' };
  const input = {
    ...{ content, medium, urgency, place, location, channel, groupSize, photos: [] },
    enterpriseId: plan.enterprise?._id ?? null,
    realName: petitioner?.realName ?? false,
  };
  const outcome = registerPetition(
    id,
    input,
    { ...act, now: at },
    {
      operator: brief(cast.operators[0]!),
      enterprise: briefEnterprise(plan),
      reference: petitioner?.actor.id ?? null,
      contactMasked: petitioner?.contactMasked ?? null,
    },
  );
  return [outcome, act];
}

function reportedOnPage(plan: Plan, actor: Actor, cast: Cast): [ReturnType<typeof reportPetition>, Act] {
  const { id, at, content, medium, urgency, place, location } = plan;
  const act: Act = { actor, at, door: 'page' };
  const input = { content, medium, urgency, place, location, enterpriseId: plan.enterprise?._id ?? null, photos: [] };
  const facts = { operator: brief(cast.operators[0]!), enterprise: briefEnterprise(plan) };
  return [reportPetition(id, input, { ...act, now: at }, facts), act];
}

/** Told to the bot, by voice or in writing, and confirmed on the card two minutes later. */
function toldInChat(plan: Plan, actor: Actor, cast: Cast, dice: Chance): Life {
  const { id, at, content, medium, urgency, place, location, county, enterprise } = plan;
  const first: Act = { actor, at: new Date(at.getTime() - 2 * MINUTE), door: dice.next() < 0.7 ? 'voice' : 'sentence' };
  const firm = enterprise ? { enterpriseId: enterprise._id, enterpriseName: enterprise.name } : {};
  const facts = { medium, urgency, place, location, county, ...firm };
  const context: Context = { ...first, now: first.at };
  const draft = draftPetition(id, actor, 'SUPERVISOR', first.at);
  const told = tellPetition(draft, { words: content, facts, attachments: [] }, context);
  const life = begin(told, first, dice, namesIn(cast));
  take(life, 'confirm', {}, { actor, at, door: 'card' }, { operator: brief(cast.operators[0]!) });
  return life;
}

function namesIn(cast: Cast): Life['nameOf'] {
  const branches = [...cast.branches.values()].flatMap(({ head, officers }) => [head, ...officers]);
  const names = new Map([...cast.operators, cast.leader, ...branches].map(({ _id, name }) => [_id, name]));
  return (id) => names.get(id) ?? '反映人';
}

/** Comes in by its channel, and has its number from then on. */
function arrive(plan: Plan, branch: Branch, cast: Cast, dice: Chance): Life {
  const life = comeIn(plan, branch, cast, dice);
  giveNumber(life, plan.no);
  return life;
}

function comeIn(plan: Plan, branch: Branch, cast: Cast, dice: Chance): Life {
  if (plan.supervisor && dice.next() < 0.65) return toldInChat(plan, plan.supervisor.actor, cast, dice);
  const reporter = plan.supervisor?.actor ?? (plan.channel === 'STAFF' ? acting(dice.pick(branch.officers)) : null);
  const [outcome, act] = reporter ? reportedOnPage(plan, reporter, cast) : registeredAtDesk(plan, cast, dice);
  return begin(outcome, act, dice, namesIn(cast));
}

const TRANSFERRED: Partial<Record<Plan['path'], [agency: string, reason: string]>> = {
  LITIGATION: ['人民法院', '涉及民事赔偿，依法应通过诉讼解决。'],
  ACCUSATION: ['派驻纪检监察组', '属于检举控告事项，依法转纪检监察机关。'],
  ADMIN_PROCEDURE: ['综合行政执法局', '属于其他机关职权，依法转送。'],
};

/** How many steps of the whole course each stage has taken. The course: the keys in their order. */
const TAKEN: Record<Exclude<Stage, 'reopened' | 'review' | 'end'>, number> = {
  registered: 0,
  classified: 1,
  accepted: 2,
  assigned: 3,
  appointed: 4,
  investigating: 5,
  drafted: 6,
};

/** Lives one petition up to `now`. */
class Course {
  private readonly life: Life;
  private readonly branch: Branch;
  private readonly operator: Actor;
  private officer: Person;

  constructor(
    private readonly plan: Plan,
    private readonly cast: Cast,
    private readonly now: Date,
    private readonly dice: Chance,
  ) {
    this.branch = cast.branches.get(plan.county)!;
    this.operator = acting(dice.pick(cast.operators));
    this.officer = dice.pick(this.branch.officers);
    this.life = arrive(plan, this.branch, cast, dice);
  }

  run(): Life {
    const { stage, path } = this.plan;
    if (TRANSFERRED[path] && stage === 'end') this.follow([this.classify(), this.decline()]);
    else if (stage === 'end') this.answer();
    else if (stage === 'reopened' || stage === 'review') this.dispute(stage);
    else this.follow(this.handled().slice(0, TAKEN[stage]));
    pass(this.life, this.now);
    return this.life;
  }

  /** Take these steps one after the other. What would come after `now` comes sooner, since the plan says it has happened. */
  private follow(moves: readonly Move[]): void {
    for (const { wait, office, take: go } of moves) {
      const last = this.life.events.at(-1)!.at;
      const planned = new Date(last.getTime() + this.dice.between(...wait) * MINUTE);
      const at = office ? officeHours(planned, this.dice) : planned;
      const left = this.now.getTime() - last.getTime();
      go(at < this.now ? at : new Date(last.getTime() + left * this.dice.between(0.2, 0.5)));
    }
  }

  private step(name: PetitionStep, actor: Actor, door: Act['door'], input: (p: Petition) => unknown, facts?: unknown) {
    return (at: Date) => take(this.life, name, input(this.life.document), { actor, at, door }, facts);
  }

  private classify(): Move {
    const { medium, urgency, path, county, enterprise, repeatOf, groupSize, earlier } = this.plan;
    const input = {
      ...{ medium, urgency, path, county, groupSize },
      enterpriseId: enterprise?._id ?? null,
      repeatOf: repeatOf?.id ?? null,
    };
    const facts = { repeats: earlier, leader: brief(this.cast.leader), enterprise: briefEnterprise(this.plan) };
    return { wait: [4, 60], take: this.step('classify', this.operator, 'page', () => input, facts) };
  }

  private decline(): Move {
    const [agency, reason] = TRANSFERRED[this.plan.path]!;
    return { wait: [10, 90], take: this.step('transfer', this.operator, 'page', () => ({ agency, reason })) };
  }

  private handled(): Move[] {
    const { id, name, county, head } = this.branch;
    const unit = { id, name, county, head: brief(head) };
    const assigned = () => ({ unit: id, instruction: this.dice.pick(INSTRUCTIONS) });
    return [
      this.classify(),
      { wait: [3, 40], take: this.step('accept', this.operator, 'page', () => ({})) },
      { wait: [5, 60], take: this.step('assign', this.operator, 'page', assigned, { unit }) },
      this.appoint([10, 4 * HOUR]),
      this.acknowledge(),
      this.draft(),
    ];
  }

  private appoint(wait: Move['wait']): Move {
    const { head, id } = this.branch;
    const go = (at: Date) => {
      const former = this.life.document.formerOfficers;
      if (former.includes(this.officer._id))
        this.officer = this.dice.pick(this.branch.officers.filter(({ _id }) => !former.includes(_id)));
      const officer = { ...brief(this.officer), unit: id, isOfficer: true };
      this.step('appoint', acting(head), 'card', () => ({ officer: officer.id }), { officer })(at);
    };
    return { wait, office: true, take: go };
  }

  private acknowledge(): Move {
    const eta = this.dice.pick(['一小时内到场', '下午到场', '明天上午到场', undefined]);
    const input = () => (eta ? { eta } : {});
    return { wait: [3, 26], take: (at) => this.step('acknowledge', acting(this.officer), 'card', input)(at) };
  }

  private giveBack(): Move {
    const input = () => ({ reason: this.dice.pick(RETURNED) });
    return { wait: [5, 40], take: (at) => this.step('returnTask', acting(this.officer), 'card', input)(at) };
  }

  private extend(): Move {
    const input = () => ({ reason: this.dice.pick(EXTENDING) });
    return {
      wait: [6 * DAY, 10 * DAY],
      office: true,
      take: this.step('extend', acting(this.branch.head), 'page', input),
    };
  }

  private draft(): Move {
    const days = this.plan.path === 'DUTY_APPLICATION' ? ([2, 11] as const) : ([4, 20] as const);
    const go = (at: Date) =>
      this.step('draftReply', acting(this.officer), this.doorOfDraft(), () => this.findings())(at);
    return { wait: [days[0] * DAY, days[1] * DAY], office: true, take: go };
  }

  private doorOfDraft = (): Act['door'] => (this.dice.next() < 0.6 ? 'card' : 'page');

  private findings() {
    const { medium } = this.plan;
    const { found, done } = WORDS[medium] ?? WORDS.OTHER!;
    const result = this.dice.weighted({ TRUE: 46, PARTLY: 34, FALSE: 20 });
    const measures = this.dice.pick(done);
    const opening = {
      TRUE: '经现场核查，您反映的情况属实。',
      PARTLY: '经现场核查，您反映的情况部分属实。',
      FALSE: '经现场核查，未发现您反映的情况。',
    };
    const replyText = `${opening[result]}${measures}感谢您对生态环境工作的关心，如有新情况请随时联系我们。`;
    return { result, findings: this.dice.pick(found), measures, replyText, photos: [] };
  }

  private approve(): Move[] {
    const head = acting(this.branch.head);
    const go: Move = { wait: [30, 20 * HOUR], office: true, take: this.step('approveReply', head, 'card', () => ({})) };
    if (this.dice.next() >= 0.1) return [go];
    const input = () => ({ reason: this.dice.pick(REDRAFT) });
    const back: Move = { wait: [30, 8 * HOUR], office: true, take: this.step('returnReply', head, 'card', input) };
    return [back, { ...this.draft(), wait: [3 * HOUR, 30 * HOUR] }, go];
  }

  private rate(): Move {
    const satisfaction = Number(this.dice.weighted({ '5': 40, '4': 35, '3': 15, '2': 7, '1': 3 }));
    const text = this.dice.pick(RATINGS[satisfaction]!);
    return { wait: [20, 9 * DAY], take: this.step('rate', this.reporter(), 'card', () => ({ satisfaction, text })) };
  }

  private reporter(): Actor {
    const { reporter } = this.life.document;
    const known = [this.plan.supervisor?.actor, this.plan.petitioner?.actor].find((actor) => actor?.id === reporter);
    return known ?? { id: reporter ?? '', roles: ['officer'], county: null, grid: null, unit: null };
  }

  private reopen(): Move {
    const input = () => ({ reason: this.dice.pick(STILL) });
    return { wait: [2 * HOUR, 4 * DAY], take: this.step('reopen', this.reporter(), 'card', input) };
  }

  private again(): Move[] {
    return [
      this.appoint([20, 6 * HOUR]),
      this.acknowledge(),
      { ...this.draft(), wait: [DAY, 6 * DAY] },
      ...this.approve(),
    ];
  }

  /** Answered; perhaps returned, extended, rated or disputed on the way. */
  private answer(): void {
    const moves = this.handled();
    const { dice, life } = this;
    const old = this.now.getTime() - this.plan.at.getTime() > 100 * DAY * MINUTE;
    if (dice.next() < 0.05) moves.splice(4, 0, this.giveBack(), this.appoint([10, 3 * HOUR]));
    if (old && dice.next() < 0.04) moves.splice(-1, 1, this.extend(), { ...this.draft(), wait: [4 * DAY, 9 * DAY] });
    this.follow([...moves, ...this.approve()]);
    if (life.document.reporter && old && dice.next() < 0.05) this.follow([this.reopen(), ...this.again()]);
    if (life.document.reporter && dice.next() < (old ? 0.65 : 0.4)) this.follow([this.rate()]);
  }

  /** Not satisfied: looked at again by somebody else, and perhaps taken to a leader after that. */
  private dispute(stage: 'reopened' | 'review'): void {
    const hurry = (moves: Move[]) => moves.map((move) => ({ ...move, wait: [20, 20 * HOUR] as const }));
    this.follow(hurry([...this.handled(), ...this.approve(), this.reopen()]));
    if (stage === 'reopened') return;
    const input = () => ({ reason: this.dice.pick(STILL) });
    const facts = { leader: brief(this.cast.leader) };
    const review: Move = {
      wait: [0, 0],
      take: (at) => this.step('requestReview', this.reporter(), 'card', input, facts)(at),
    };
    this.follow(hurry([...this.again(), review]));
  }
}

/** One petition from its first words to where it stands now. */
export const lifeOf = (plan: Plan, cast: Cast, now: Date, dice: Chance): Life =>
  new Course(plan, cast, now, dice).run();
