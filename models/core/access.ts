/**
 * Roles × actions × scope: the one place that says who may do what, and where.
 *
 * A role gives actions, the scope gives rows. Workflow tables name an action of this table in their `by` column; lists use
 * `visibleTo` for the same scopes as a query. Source: the bureau's matrix of roles (docs/architecture.md, “Who may do what”).
 */

/** Chinese name of each role, as it is shown beside a person. */
export const ROLES = {
  public: '群众',
  enterprise: '企业环境监督员',
  ruralSupervisor: '农村环境监督员',
  officer: '执法人员',
  branchHead: '分局负责人',
  dutyOperator: '值班员',
  dutyLeader: '带班领导',
  reviewer: '法制审核',
  bureauLeader: '局领导',
  auditor: '稽查员',
  finance: '财务人员',
  flyingPlanner: '飞行检查策划',
  externalAgency: '外单位联络员',
  systemAdmin: '系统管理员',
  securityAdmin: '安全管理员',
  auditAdmin: '审计管理员',
  /** Everybody of the organisation who acts under their own name, whatever else they are. */
  staff: '工作人员',
  /** An account behind which nobody stands: it answers the probes of the chain. */
  machine: '自检账号',
  /** The party of one penalty case, on its own page. */
  party: '当事人',
  clock: '系统时钟',
} as const;
export type Role = keyof typeof ROLES;

/**
 * Which rows a role reaches: the whole city, those of the actor's county, those of the actor's area (the own county, or the whole city for
 * somebody of the city's own units), those of the actor's grid, or those in which the named field of the document is the actor, or a
 * list that names them (`own:officer`).
 */
type Scope = 'city' | 'county' | 'area' | 'grid' | `own:${string}`;

/** One action: which roles may take it, and how far each reaches. */
export type Row = Partial<Record<Role, Scope | readonly Scope[]>>;

const DUTY = { dutyOperator: 'city', dutyLeader: 'city' } as const;

const REPORTER = {
  public: 'own:reporter',
  enterprise: 'own:reporter',
  ruralSupervisor: 'own:reporter',
  officer: 'own:reporter',
  branchHead: 'own:reporter',
  dutyOperator: 'own:reporter',
  dutyLeader: 'own:reporter',
  bureauLeader: 'own:reporter',
} as const;

const OWN_DEVICE = {
  staff: 'own:person',
  ruralSupervisor: 'own:person',
  enterprise: 'own:person',
  public: 'own:person',
} as const;

const ACCESS = {
  /** Tell the bureau about something seen; the draft is the reporter's own until it is confirmed. */
  submitPetition: REPORTER,
  /** Enter what arrived by telephone, letter or visit. */
  registerPetition: { ...DUTY, branchHead: 'county', externalAgency: 'city' },
  seePetition: {
    ...REPORTER,
    ...DUTY,
    officer: ['own:officer', 'own:reporter'],
    branchHead: ['county', 'own:reporter'],
    bureauLeader: 'city',
    auditor: 'city',
  },
  classifyPetition: { ...DUTY, bureauLeader: 'city' },
  assignTask: { ...DUTY, bureauLeader: 'city' },
  appointOfficer: { branchHead: 'county', ...DUTY, bureauLeader: 'city' },
  receiveTask: { officer: 'own:officer' },
  superviseTask: { branchHead: 'county', ...DUTY, bureauLeader: 'city' },
  approveReply: { branchHead: 'county', bureauLeader: 'city' },
  approveExtension: { branchHead: 'county', bureauLeader: 'city' },
  answerAsPetitioner: REPORTER,
  reviewPetition: { bureauLeader: 'city' },
  /** A voice gives its owner away: whoever triages may listen, everybody else reads what was recognised. */
  hearPetitioner: { ...REPORTER, ...DUTY },
  /** Always with a typed reason, shown once, logged. An officer only for a real-name petition assigned to them. */
  seePetitionerIdentity: { officer: 'own:officer', branchHead: 'county', ...DUTY, bureauLeader: 'city' },
  /** 事件: what the command centre, the branch, the squad that was sent and the people near the scene may do. */
  seeIncident: {
    ...DUTY,
    bureauLeader: 'city',
    auditor: 'city',
    branchHead: ['county', 'own:told', 'own:squad'],
    officer: ['own:squad', 'own:told', 'own:supporters'],
    ruralSupervisor: 'own:supporters',
  },
  enterIncident: { ...DUTY, branchHead: 'county', bureauLeader: 'city' },
  triageIncident: DUTY,
  commandIncident: { ...DUTY, bureauLeader: 'city' },
  dispatchIncident: { ...DUTY, bureauLeader: 'city', branchHead: 'county' },
  answerIncident: {
    dutyLeader: 'own:told',
    dutyOperator: 'own:told',
    branchHead: 'own:told',
    officer: 'own:told',
    bureauLeader: 'own:told',
  },
  controlIncident: { ...DUTY, bureauLeader: 'city', officer: 'own:squad', branchHead: ['county', 'own:squad'] },
  remarkIncident: { ...DUTY, bureauLeader: 'city', officer: 'own:squad', branchHead: ['county', 'own:squad'] },
  attendIncident: { officer: 'own:squad', branchHead: 'own:squad' },
  secureIncident: { ruralSupervisor: 'own:supporters', officer: 'own:supporters', branchHead: 'own:supporters' },
  enterWeather: DUTY,
  registerStations: { systemAdmin: 'city', dutyLeader: 'city' },
  /** 紧急通知: an operator prepares, a leader gives the order. */
  composeAlert: { ...DUTY, branchHead: 'county', bureauLeader: 'city' },
  sendAlert: { dutyLeader: 'city', branchHead: 'county', bureauLeader: 'city' },
  seeAlert: { ...DUTY, bureauLeader: 'city', auditor: 'city', branchHead: 'county', staff: 'own:heads' },
  /** Names and answers of the people on the roll. */
  seeRoll: { ...DUTY, bureauLeader: 'city', branchHead: 'county', staff: 'own:head' },
  answerAlert: { staff: 'own:person', ruralSupervisor: 'own:person', enterprise: 'own:person', public: 'own:person' },
  /** For somebody reached by telephone. */
  enterAnswer: { ...DUTY, bureauLeader: 'city', branchHead: 'county', staff: 'own:head' },
  followUpAlert: { staff: 'own:waiting' },
  /** Who is on duty when is no secret among colleagues. */
  seeRoster: { staff: 'city' },
  /** Draft, preview and import; publishing is the leaders'. */
  planRoster: { ...DUTY, bureauLeader: 'city' },
  publishRoster: { dutyLeader: 'city', bureauLeader: 'city' },
  /** 值班: the roster is open to everybody on the staff; on a shift each acts on their own seat. */
  seeDuty: { staff: 'city' },
  serveDuty: { staff: 'own:people' },
  receiveDuty: { staff: 'own:incoming' },
  /** A branch head decides about the squads of their county (duty.workflow.ts says which seats). */
  approveSwap: { dutyLeader: 'city', bureauLeader: 'city', branchHead: 'city' },
  commandDuty: { dutyLeader: 'city', bureauLeader: 'city' },
  arrangeDuty: { dutyLeader: 'city', bureauLeader: 'city' },
  readWeek: { staff: 'own:person' },
  requestAbsence: { staff: 'own:person' },
  seeAbsence: { staff: ['own:person', 'own:head'], dutyLeader: 'city', bureauLeader: 'city' },
  approveAbsence: { staff: 'own:head', bureauLeader: 'city' },
  seeDesk: { ...DUTY, bureauLeader: 'city', branchHead: 'county' },
  /** The wall of the command centre: everybody's open matters, of a branch head those of the own county. */
  seeWall: { ...DUTY, bureauLeader: 'city', branchHead: 'county' },
  /** Who knew what when; every look is logged. */
  replayWall: { ...DUTY, bureauLeader: 'city', auditor: 'city' },
  seeStatus: { ...DUTY, bureauLeader: 'city', systemAdmin: 'city', securityAdmin: 'city', auditAdmin: 'city' },
  readAuditLog: { auditAdmin: 'city' },
  syncOrganisation: { systemAdmin: 'city', clock: 'city' },
  /** Answer a probe of the chain. */
  answerProbe: { machine: 'own:person', systemAdmin: 'own:person', dutyOperator: 'own:person' },
  /** 已人工联系: answer the alarm that nobody could be reached. */
  answerAlarm: { ...DUTY, bureauLeader: 'city' },
  /** 全员抽调: a county's own round by its head, the city's by a bureau leader. Everybody reads the rounds and the ledger. */
  seeRounds: { staff: 'city' },
  runDraw: { branchHead: 'county', bureauLeader: 'city' },
  /** Only on one's own seat, and on the difficulties of one's own unit: the guards say so. */
  answerDraw: { staff: 'city' },
  judgeDecline: { staff: 'city' },
  excuseAbsence: { bureauLeader: 'city' },
  appointSeat: { bureauLeader: 'city' },
  /** 手机登记: everybody their own; a lost one is also stopped by the security administrator, who alone brings it back. */
  registerDevice: OWN_DEVICE,
  revokeDevice: { ...OWN_DEVICE, securityAdmin: 'city' },
  restoreDevice: { securityAdmin: 'city' },
  /** 带上岛: whoever goes out to check; what is in it follows `seeEnterprise` and their own tasks. */
  packPlaces: { officer: 'city', branchHead: 'city', bureauLeader: 'city' },
  /** 一企一档: an officer of the city's force reaches every county, one of a branch the own county. */
  seeEnterprise: {
    officer: 'area',
    branchHead: 'county',
    ...DUTY,
    bureauLeader: 'city',
    reviewer: 'city',
    auditor: 'city',
  },
  /** 检查事项库: read by everybody who checks or judges; written by the legal reviewer, put in force by a bureau leader. */
  seeCheckItem: { staff: 'city' },
  draftCheckItem: { reviewer: 'city' },
  approveCheckItem: { bureauLeader: 'city' },
  /** 检查任务: ordered by heads and leaders, for a named cause also by the duty desk. */
  seeInspection: {
    branchHead: ['county', 'own:team'],
    ...DUTY,
    bureauLeader: 'city',
    auditor: 'city',
    staff: 'own:team',
  },
  /** One that a flying inspection ordered, until its team is on site: nobody of the county hears of it, nor does the duty desk. */
  seeUnannounced: { bureauLeader: 'city', staff: 'own:team' },
  orderInspection: { branchHead: 'county', bureauLeader: 'city', ...DUTY },
  assignInspection: { branchHead: 'county', bureauLeader: 'city' },
  attendInspection: { staff: 'own:team' },
  /** 现场检查笔录、询问笔录: its officers, the head of the county, and those who answer for the city or audit it. */
  seeSiteRecord: { staff: 'own:officers', branchHead: 'county', bureauLeader: 'city', auditor: 'city' },
  writeSiteRecord: { staff: 'own:officers' },
  judgeSiteRecord: { branchHead: 'county', bureauLeader: 'city' },
  /** 行政处罚案件, the clue included: told by whoever found it, read by those who work on it and those who answer for it. */
  seeCase: {
    branchHead: ['county', 'own:team', 'own:registeredBy'],
    bureauLeader: 'city',
    reviewer: 'city',
    auditor: 'city',
    staff: ['own:team', 'own:registeredBy', 'own:investigatorIds'],
  },
  /** Decided by the head of the branch or a bureau leader. */
  registerClue: { officer: 'area', branchHead: 'county', ...DUTY, auditor: 'city', bureauLeader: 'city' },
  decideClue: { branchHead: 'county', bureauLeader: 'city' },
  askClueExtension: { branchHead: 'county', staff: ['own:team', 'own:registeredBy'] },
  /** 案件: investigated by the two who were named, directed and decided above them, reviewed by others; the guards keep persons apart. */
  investigate: { staff: 'own:investigatorIds' },
  directCase: { branchHead: 'county', bureauLeader: 'city' },
  reviewCase: { reviewer: 'city' },
  legalReviewCase: { reviewer: 'city' },
  assessCase: { staff: 'own:investigatorIds', reviewer: 'city' },
  /** Own recusal: whoever takes any part. */
  takePart: { staff: 'own:investigatorIds', reviewer: 'city', branchHead: 'county', bureauLeader: 'city' },
  /** A branch head where the branch decides in its own name, as the guards say. */
  decideCase: { branchHead: 'county', bureauLeader: 'city' },
  transferCase: { bureauLeader: 'city' },
  /** 缴款: the bank's lists are read by the finance office, never by officers; a booking is taken back by a second person. */
  seePayments: { finance: 'city', bureauLeader: 'city', auditor: 'city' },
  importPayments: { finance: 'city' },
  settlePayment: { finance: 'city', bureauLeader: 'city' },
  reversePayment: { bureauLeader: 'city' },
  bookPayment: { clock: 'city' },
  /** 公开: drafted by those who handled it or the legal office, released by a second person, withdrawn or withheld above. */
  seeDisclosure: {
    staff: ['own:handlers'],
    reviewer: 'city',
    branchHead: 'county',
    bureauLeader: 'city',
    auditor: 'city',
  },
  draftDisclosure: { staff: 'own:handlers', reviewer: 'city' },
  releaseDisclosure: { reviewer: 'city', branchHead: 'county', bureauLeader: 'city' },
  directDisclosure: { branchHead: 'county', bureauLeader: 'city' },
  /** 环境信用: read by those who answer for enterprises; nobody edits a score. */
  seeCredit: { branchHead: 'county', bureauLeader: 'city', reviewer: 'city', auditor: 'city' },
  /** 飞行检查: one planner and one bureau leader know the target; whoever else may unlock it does not. */
  planFlying: { flyingPlanner: 'own:planner' },
  approveFlying: { bureauLeader: 'own:leader' },
  runFlying: { flyingPlanner: 'own:planner', bureauLeader: 'own:leader' },
  lookAtTarget: { flyingPlanner: 'own:knowing', bureauLeader: 'own:knowing' },
  unlockFlying: { flyingPlanner: 'own:unlockers', bureauLeader: 'own:unlockers' },
  joinFlying: { staff: 'own:crew' },
  leadFlying: { staff: 'own:captain' },
  seeFlying: { flyingPlanner: 'own:unlockers', bureauLeader: 'own:unlockers', staff: 'own:crew' },
  /** Once it is over: who could know and who looked. */
  reviewFlying: { bureauLeader: 'city', auditor: 'city' },
  /** 回避申报: read by nobody but the person; draws compute with it silently. */
  declareRelations: { staff: 'own:person' },
  /** 稽查: planned by a leader or an auditor, conducted by those who were drawn or appointed, answered by the head of the unit. */
  seeAudit: { bureauLeader: 'city', auditor: 'city', staff: ['own:auditors', 'own:head'] },
  planAudit: { bureauLeader: 'city', auditor: 'city' },
  orderAudit: { bureauLeader: 'city' },
  conductAudit: { staff: 'own:auditors' },
  answerAudit: { staff: 'own:head' },
  /** 责任追溯: the named person reads and objects, a bureau leader decides. */
  seeResponsibility: { staff: 'own:person', bureauLeader: 'city' },
  objectResponsibility: { staff: 'own:person' },
  decideObjection: { bureauLeader: 'city' },
  /** 现场证据: take photos and videos on site; and the whole of a field record with its evidence as one file. */
  takeEvidence: { officer: 'city', branchHead: 'city', bureauLeader: 'city' },
  exportRecord: { branchHead: 'county', bureauLeader: 'city', auditor: 'city' },
  /** 文书模板: drafted by the legal office, put in force by a leader of the bureau; everybody on the staff may look. */
  seeTemplates: { staff: 'city' },
  proposeTemplate: { reviewer: 'city' },
  approveTemplate: { bureauLeader: 'city' },
  /** 先行登记保存、当场处罚、责令改正: by the officers on the record; seen by them, their branch, the bureau and whoever reviews. */
  seeEnforcement: {
    officer: 'own:team',
    branchHead: ['county', 'own:team'],
    bureauLeader: 'city',
    reviewer: 'city',
    auditor: 'city',
  },
  enforceOnSite: { officer: 'own:team', branchHead: 'own:team' },
  verifyOrder: { officer: 'own:team', branchHead: ['county', 'own:team'] },
  /** Approval of a hold and its disposal, receipt of what was collected, withdrawal of an order. */
  approveEnforcement: { branchHead: 'county', bureauLeader: 'city' },
  /** 当事人: acts on its own case and hearing alone (models/party); let in by those who investigate or lead. */
  actAsParty: { party: 'own:partyKey' },
  inviteParty: { staff: 'own:investigatorIds', branchHead: 'county', bureauLeader: 'city' },
  /** 听证: arranged by heads, led by a host who had no part in the case. */
  seeHearing: { branchHead: ['county', 'own:people'], bureauLeader: 'city', auditor: 'city', staff: 'own:people' },
  arrangeHearing: { branchHead: 'county', bureauLeader: 'city' },
  hostHearing: { staff: 'own:host' },
  recordHearing: { staff: ['own:host', 'own:recorder'] },
  attendHearing: { staff: 'own:people' },
  /** 后督查、整改项: by the officers of it; signed off, extended and ended by the head of the county or a bureau leader. */
  seeFollowUp: {
    staff: 'own:team',
    branchHead: ['county', 'own:team'],
    bureauLeader: 'city',
    reviewer: 'city',
    auditor: 'city',
  },
  doFollowUp: { staff: 'own:team' },
  decideFollowUp: { branchHead: 'county', bureauLeader: 'city' },
  seeRectification: {
    staff: ['own:supervisor', 'own:foundBy'],
    branchHead: 'county',
    bureauLeader: 'city',
    reviewer: 'city',
    auditor: 'city',
  },
  foundRectification: { officer: 'area', branchHead: 'county', bureauLeader: 'city' },
  superviseRectification: { staff: 'own:supervisor' },
  decideRectification: { branchHead: 'county', bureauLeader: 'city' },
  /** 回头看: the draw is everybody's to check, a review its officers' and its county's. */
  seeLookBackRound: { staff: 'city' },
  seeLookBack: { staff: 'own:team', branchHead: ['county', 'own:team'], bureauLeader: 'city', auditor: 'city' },
  answerLookBack: { staff: 'own:team' },
  assignLookBack: { branchHead: 'county', bureauLeader: 'city' },
  /** 审批: whose second factor may be cleared, and the right to approve lent for some days to another leader. */
  clearSecondFactor: { securityAdmin: 'city' },
  lendApproval: { bureauLeader: 'own:lender', branchHead: 'own:lender' },
  borrowApproval: { bureauLeader: 'own:borrower', branchHead: 'own:borrower' },
  seeDelegation: {
    bureauLeader: 'city',
    auditor: 'city',
    branchHead: ['own:lender', 'own:borrower'],
  },
  /** 法律依据、不予处罚清单、业务参数: proposed by the legal office, put in force by a leader of the bureau; read by everybody on the staff. */
  seeLaw: { staff: 'city' },
  proposeLaw: { reviewer: 'city' },
  approveLaw: { bureauLeader: 'city' },
  /** 裁量表 is law: proposed and approved alike; both look at what it would have made of past cases. */
  simulateTable: { reviewer: 'city', bureauLeader: 'city' },
  seeSetting: { staff: 'city' },
  proposeSetting: { reviewer: 'city' },
  approveSetting: { bureauLeader: 'city' },
  /** 两法衔接: before the police have filed it only those who are named in it; afterwards those who answer for the city or audit it. */
  openTransfer: { officer: 'city', branchHead: 'city', reviewer: 'city' },
  knowTransfer: { staff: 'own:knowing' },
  seeOpenTransfer: { branchHead: 'county', bureauLeader: 'city', reviewer: 'city', auditor: 'city' },
  reportTransfer: { staff: 'own:groupIds' },
  decideTransfer: { bureauLeader: 'own:head' },
  /** 集体讨论: called by a leader, sat in by the members it names, written down by its secretary; the others named there may read it. */
  callDiscussion: { bureauLeader: 'city', branchHead: 'county' },
  chairDiscussion: { bureauLeader: 'own:chair', branchHead: 'own:chair' },
  sitInDiscussion: { bureauLeader: 'own:members', branchHead: 'own:members' },
  minuteDiscussion: { staff: 'own:secretary' },
  seeDiscussion: { staff: 'own:readers', bureauLeader: 'city', auditor: 'city' },
  /** Deadlines act through the same tables as people; time has no back door. */
  keepTime: { clock: 'city' },
} as const satisfies Record<string, Row>;
export type Action = keyof typeof ACCESS;

/**
 * Who acts. `id` is the person's DingTalk userid, except for petitioners and rural supervisors: they act under their
 * protected reference (`ref:…`, identityVault.ts), so that no record outside the vault names them.
 */
export interface Actor {
  id: string;
  roles: readonly Role[];
  /** Code of the county (330903 …); null for city-level staff. */
  county: string | null;
  /** Code of the grid a rural supervisor looks after. */
  grid: string | null;
  /** DingTalk department id of the actor's unit, as text. */
  unit: string | null;
}

/** The actor behind every deadline. */
export const CLOCK: Actor = { id: 'clock', roles: ['clock'], county: null, grid: null, unit: null };

/** Whether an actor id stands for somebody whose identity is in the vault. */
export const isReference = (id: string): boolean => id.startsWith('ref:');

/** Every action with whether this actor may take it anywhere at all: what the pages offer. */
export const mayOf = (actor: Actor): Record<Action, boolean> =>
  Object.fromEntries((Object.keys(ACCESS) as Action[]).map((action) => [action, permits(action, actor)])) as Record<
    Action,
    boolean
  >;

/** The row of one action, for documentation. */
export const accessRow = (action: Action): Row => ACCESS[action];

type Fields = Readonly<Record<string, unknown>>;

function scopesOf(actor: Actor, action: Action): Scope[] {
  const row: Row = ACCESS[action];
  return actor.roles.flatMap((role) => row[role] ?? []);
}

function fieldsWithin(scope: Scope, actor: Actor): Fields {
  switch (scope) {
    case 'city':
      return {};
    case 'county':
      return { county: actor.county ?? '–' };
    case 'area':
      return actor.county ? { county: actor.county } : {};
    case 'grid':
      return { grid: actor.grid ?? '–' };
    default:
      return { [scope.slice('own:'.length)]: actor.id };
  }
}

/**
 * Whether the actor may take the action on this document (its `county`, `grid` and own-fields decide).
 * Without a document: whether the actor may take it anywhere at all.
 */
export function permits(action: Action, actor: Actor, document?: object): boolean {
  const scopes = scopesOf(actor, action);
  if (!document) return scopes.length > 0;
  const values = document as Fields;
  return scopes.some((scope) =>
    Object.entries(fieldsWithin(scope, actor)).every(([field, value]) => holds(values[field], value)),
  );
}

/** As a query means it: a list holds the value when one of its entries is it. */
const holds = (field: unknown, value: unknown) => (Array.isArray(field) ? field.includes(value) : field === value);

/**
 * The MongoDB filter for the documents on which the actor may take the action; null when there are none.
 * It says in query language exactly what `permits` says about one document.
 */
export function visibleTo(action: Action, actor: Actor): Record<string, unknown> | null {
  const alternatives = scopesOf(actor, action).map((scope) => fieldsWithin(scope, actor));
  if (alternatives.length === 0) return null;
  if (alternatives.some((fields) => Object.keys(fields).length === 0)) return {};
  return alternatives.length === 1 ? { ...alternatives[0] } : { $or: alternatives };
}
