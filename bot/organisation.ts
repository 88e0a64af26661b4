/**
 * DingTalk's organisation → our people and units. DingTalk is the only source of roles: nothing here grants one that its role list
 * does not name. Idempotent; deletes nobody, since history names them: who has left is inactive the same day.
 */
import { pinyin } from 'pinyin-pro';
import { z } from 'zod';
import { type Role } from '../models/core/access';
import { sealIdentity } from '../models/core/identityVault';
import { type County } from '../models/core/place';
import { isProtected, type Person, type Unit } from '../models/people/people.schema';
import { people, units } from '../models/people/people.store';
import { type DingTalk, type DingTalkDepartment, DingTalkError, type DingTalkUser, type Log } from './dingtalk/client';

/** Names of DingTalk roles (通讯录 → 角色) and what they mean here. Others, such as 中队长, carry no power of their own. */
const ROLE_NAMES: Readonly<Record<string, Role>> = {
  局领导: 'bureauLeader',
  带班领导: 'dutyLeader',
  值班员: 'dutyOperator',
  分局负责人: 'branchHead',
  分局副职: 'branchHead',
  执法人员: 'officer',
  法制审核: 'reviewer',
  稽查员: 'auditor',
  财务人员: 'finance',
  飞行检查策划: 'flyingPlanner',
  农村环境监督员: 'ruralSupervisor',
  企业环境监督员: 'enterprise',
  外单位联络员: 'externalAgency',
  系统管理员: 'systemAdmin',
  安全管理员: 'securityAdmin',
  审计管理员: 'auditAdmin',
  自检账号: 'machine',
};

/** What a department is, by its name; the first row that fits. */
const UNIT_KINDS: readonly (readonly [RegExp, Unit['kind']])[] = [
  [/分局$/, 'BRANCH'],
  [/指挥中心/, 'CENTRE'],
  [/执法(队|支队|大队)/, 'FORCE'],
  [/监督员/, 'VILLAGE'],
  [/所$/, 'OFFICE'],
  [/监测|信息中心|研究/, 'AFFILIATED'],
  [/生态环境局/, 'BUREAU'],
];
const COUNTY_NAMES: readonly (readonly [RegExp, County])[] = [
  [/定海/, '330902'],
  [/普陀/, '330903'],
  [/岱山/, '330921'],
  [/嵊泗/, '330922'],
];
/** Custom contact fields the bureau keeps. */
const FIELDS = {
  certificateNo: '执法证号',
  certificateValidTo: '执法证有效期',
  grid: '网格',
  village: '村',
  standIn: '代理人',
} as const;
const ROOT: DingTalkDepartment = { departmentId: 1, name: '生态环境局', parentId: null };

type Departments = ReadonlyMap<number, DingTalkDepartment>;

/** The department and those above it, the nearest first; the root is not among them. */
function upwards(departments: Departments, id: number): DingTalkDepartment[] {
  const chain: DingTalkDepartment[] = [];
  for (let at = departments.get(id); at && !chain.includes(at); at = departments.get(at.parentId ?? 0)) chain.push(at);
  return chain;
}

const kindOf = (name: string): Unit['kind'] => UNIT_KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? 'DIVISION';

function countyOf(chain: readonly DingTalkDepartment[]): County | null {
  const names = chain.filter(({ parentId }) => parentId !== null).map(({ name }) => name);
  return COUNTY_NAMES.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1] ?? null;
}

/** The branch somebody works under, even from one of its offices; otherwise their own department. */
function unitOf(departments: Departments, user: DingTalkUser): DingTalkDepartment | null {
  const chains = user.departmentIds.map((id) => upwards(departments, id));
  const branch = chains.flat().find(({ name }) => kindOf(name) === 'BRANCH');
  return branch ?? chains[0]?.[0] ?? null;
}

/** What somebody may do here, from the names of their DingTalk roles; unknown names give nothing. */
export const rolesOf = ({ roles }: Pick<DingTalkUser, 'roles'>): Role[] => [
  ...new Set(roles.flatMap(({ name }) => (Object.hasOwn(ROLE_NAMES, name) ? (ROLE_NAMES[name] ?? []) : []))),
];

const sortKey = (name: string) => pinyin(name, { toneType: 'none', type: 'array', surname: 'head' }).join(' ');

/** One person as we keep them. */
export function personFrom(user: DingTalkUser, departments: Departments, now: Date): Person {
  // Nobody stands behind a machine's account, so it belongs to no unit's roll.
  const unit = rolesOf(user).includes('machine') ? null : unitOf(departments, user);
  const own = (field: keyof typeof FIELDS) => user.extension[FIELDS[field]]?.trim() || null;
  return {
    _id: user.userId,
    unionId: user.unionId,
    name: user.name,
    pinyin: sortKey(user.name),
    title: user.title ?? '',
    roles: rolesOf(user),
    unit: unit ? String(unit.departmentId) : null,
    unitName: unit?.name ?? null,
    county: unit ? countyOf(upwards(departments, unit.departmentId)) : null,
    grid: own('grid'),
    village: own('village'),
    standIn: own('standIn'),
    certificateNo: own('certificateNo'),
    certificateValidTo: own('certificateValidTo'),
    active: true,
    syncedAt: now,
  };
}

/** One department as we keep it: its head is who leads it in DingTalk, for a branch somebody with the role. */
export function unitFrom(
  department: DingTalkDepartment,
  departments: Departments,
  users: readonly DingTalkUser[],
): Unit {
  const { departmentId, name, parentId } = department;
  const kind = departmentId === ROOT.departmentId ? 'BUREAU' : kindOf(name);
  const members = users.filter(({ departmentIds }) => departmentIds.includes(departmentId));
  const leading = members.filter(({ leads }) => leads.includes(departmentId));
  const heads = members.filter((user) => rolesOf(user).includes('branchHead'));
  const candidates = kind === 'BRANCH' ? [...heads.filter((user) => leading.includes(user)), ...heads] : leading;
  const head = candidates[0]?.userId ?? null;
  return {
    _id: String(departmentId),
    name,
    parent: parentId === null ? null : String(parentId),
    kind,
    county: countyOf(upwards(departments, departmentId)),
    head,
    deputies: kind === 'BRANCH' ? heads.map(({ userId }) => userId).filter((userId) => userId !== head) : [],
    active: true,
  };
}

type Directory = Pick<DingTalk, 'organisation' | 'user'>;

async function store(person: Person, mobile: string | null, now: Date): Promise<void> {
  const { _id, ...fields } = person;
  await people.updateOne({ _id }, { $set: fields }, { upsert: true });
  if (!isProtected(person.roles)) return;
  const phone = mobile && /^\+?\d[\d -]{4,19}$/.test(mobile) ? { phone: mobile } : {};
  await sealIdentity({ userId: _id, name: person.name, ...phone }, now);
}

async function departmentsKnown(): Promise<Departments> {
  const known = await units.find({ active: true }).toArray();
  return new Map(
    known.map(({ _id, name, parent }) => [
      Number(_id),
      { departmentId: Number(_id), name, parentId: parent === null ? null : Number(parent) },
    ]),
  );
}

/**
 * Read the whole organisation, by department and by role rather than person by person, and make ours the same.
 *
 * @returns how many units and people are active now, and how many have left
 * @throws DingTalkError; then nothing has been marked as left
 */
export async function syncOrganisation(
  dingtalk: Directory,
  now: Date,
  log: Log,
): Promise<{ units: number; people: number; left: number }> {
  const found = await dingtalk.organisation();
  const { users } = found;
  if (users.length === 0) throw new Error('DingTalk told of nobody: check the app’s contact permissions');
  const listed = [ROOT, ...found.departments.filter(({ departmentId }) => departmentId !== ROOT.departmentId)];
  const departments = new Map(listed.map((department) => [department.departmentId, department]));
  for (const department of listed) {
    const { _id, ...fields } = unitFrom(department, departments, users);
    await units.updateOne({ _id }, { $set: fields }, { upsert: true });
  }
  for (const user of users) await store(personFrom(user, departments, now), user.mobile, now);
  const gone = { _id: { $nin: users.map(({ userId }) => userId) }, active: true };
  const { modifiedCount } = await people.updateMany(gone, { $set: { active: false, syncedAt: now } });
  const unitIds = listed.map(({ departmentId }) => String(departmentId));
  await units.updateMany({ _id: { $nin: unitIds }, active: true }, { $set: { active: false } });
  const outcome = { units: listed.length, people: users.length, left: modifiedCount };
  log.info(outcome, 'organisation synchronised');
  return outcome;
}

/** These people changed: read each again. One DingTalk no longer knows has left. */
async function syncPeople(dingtalk: Directory, userIds: readonly string[], now: Date): Promise<void> {
  const departments = await departmentsKnown();
  for (const userId of userIds) {
    try {
      const user = await dingtalk.user(userId);
      await store(personFrom(user, departments, now), user.mobile, now);
    } catch (error) {
      if (!(error instanceof DingTalkError) || error.kind !== 'refused') throw error;
      await markLeft([userId], now);
    }
  }
}

/** Who left the organisation may do nothing from now on. */
async function markLeft(userIds: readonly string[], now: Date): Promise<void> {
  await people.updateMany({ _id: { $in: [...userIds] } }, { $set: { active: false, syncedAt: now } });
}

/** Ids are lists even for one element; some senders write one as text. */
const Ids = z
  .looseObject({
    userId: z.union([z.array(z.string()), z.string().transform((id) => [id])]).optional(),
    userIdList: z.array(z.string()).optional(),
  })
  .transform(({ userId, userIdList }) => [...new Set([...(userId ?? []), ...(userIdList ?? [])])].slice(0, 1000))
  .catch([]);

type Change = (dingtalk: Directory, userIds: string[], now: Date, log: Log) => Promise<unknown>;
const reread: Change = (dingtalk, userIds, now) => syncPeople(dingtalk, userIds, now);
const everything: Change = (dingtalk, _, now, log) => syncOrganisation(dingtalk, now, log);

const CHANGES: Readonly<Record<string, Change>> = {
  user_add_org: reread,
  user_modify_org: reread,
  user_active_org: reread,
  label_user_change: reread,
  user_leave_org: (_, userIds, now) => markLeft(userIds, now),
  org_dept_create: everything,
  org_dept_modify: everything,
  org_dept_remove: everything,
  label_conf_modify: everything,
  label_conf_del: everything,
};

/** Follow one event of the organisation. Answers whether it was one. @throws DingTalkError, so that it is pushed again */
export async function followEvent(
  dingtalk: Directory,
  event: { type: string; data: unknown },
  now: Date,
  log: Log,
): Promise<boolean> {
  const change = Object.hasOwn(CHANGES, event.type) ? CHANGES[event.type] : undefined;
  if (!change) return false;
  await change(dingtalk, Ids.parse(event.data), now, log);
  return true;
}
