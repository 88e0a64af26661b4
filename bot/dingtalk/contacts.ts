import { z } from 'zod';
import { type Call } from './call';

/** Members of a department, or holders of a role, per page; the documented maximum. */
const PAGE = 100;
/** Groups of roles per page; the documented maximum. */
const ROLE_PAGE = 200;
const ROOT_DEPARTMENT = 1;
/** A page or department loop that never ends would be a defect of the other end; the largest organisations stay far below. */
const MAX_PAGES = 1_000;

/** One person as the directory tells it. What the app may not see is null or empty. */
export interface DingTalkUser {
  userId: string;
  unionId: string;
  name: string;
  title: string | null;
  mobile: string | null;
  telephone: string | null;
  email: string | null;
  jobNumber: string | null;
  workPlace: string | null;
  remark: string | null;
  avatar: string | null;
  managerUserId: string | null;
  /** Custom fields of the directory, by name; empty when there are none or the app may not see them. */
  extension: Record<string, string>;
  /** Has signed in to DingTalk at least once; cards to others reach nobody. */
  active: boolean;
  admin: boolean;
  boss: boolean;
  departmentIds: number[];
  /** Departments this person leads. Only `user` tells it for all of them; a member list tells it for its own department. */
  leads: number[];
  /** A member list does not tell it; `organisation` adds it from the lists of holders. */
  roles: DingTalkRole[];
}

interface DingTalkRole {
  id: number;
  name: string;
  group: string;
}

export interface DingTalkDepartment {
  departmentId: number;
  name: string;
  /** Null for the root department. */
  parentId: number | null;
}

const number = z.coerce.number();
/** The documentation's samples print booleans as strings. */
const flag = z.union([z.boolean(), z.string().transform((said) => said === 'true')]).catch(false);
const text = z.string().optional().catch(undefined);
const Extension = z.record(z.string(), z.coerce.string());

/** Custom fields come as JSON in a string. */
function extensionOf(json: string | undefined): Record<string, string> {
  try {
    return Extension.parse(JSON.parse(json ?? '{}'));
  } catch {
    return {};
  }
}

const absentWhenEmpty = (value: string | undefined): string | null => (value ? value : null);

const WireUser = z
  .looseObject({
    userid: z.string().min(1),
    unionid: z.string().default(''),
    name: z.string().default(''),
    title: text,
    mobile: text,
    telephone: text,
    email: text,
    org_email: text,
    job_number: text,
    work_place: text,
    remark: text,
    avatar: text,
    manager_userid: text,
    extension: z.string().optional().catch(undefined).transform(extensionOf),
    active: flag.default(false),
    admin: flag.default(false),
    boss: flag.default(false),
    /** In a member list: leads the department that was asked for. */
    leader: flag.optional(),
    dept_id_list: z.array(number).default([]),
    leader_in_dept: z.array(z.object({ dept_id: number, leader: flag })).default([]),
    role_list: z
      .array(z.object({ id: number, name: z.string().default(''), group_name: z.string().default('') }))
      .default([]),
  })
  .transform((user): DingTalkUser & { leadsHere: boolean } => ({
    userId: user.userid,
    unionId: user.unionid,
    name: user.name,
    title: absentWhenEmpty(user.title),
    mobile: absentWhenEmpty(user.mobile),
    telephone: absentWhenEmpty(user.telephone),
    email: absentWhenEmpty(user.org_email) ?? absentWhenEmpty(user.email),
    jobNumber: absentWhenEmpty(user.job_number),
    workPlace: absentWhenEmpty(user.work_place),
    remark: absentWhenEmpty(user.remark),
    avatar: absentWhenEmpty(user.avatar),
    managerUserId: absentWhenEmpty(user.manager_userid),
    extension: user.extension,
    active: user.active,
    admin: user.admin,
    boss: user.boss,
    departmentIds: user.dept_id_list,
    leads: user.leader_in_dept.filter(({ leader }) => leader).map(({ dept_id }) => dept_id),
    roles: user.role_list.map(({ id, name, group_name }) => ({ id, name, group: group_name })),
    leadsHere: user.leader ?? false,
  }));

const UserAnswer = z.object({ result: WireUser });
const Members = z.object({
  result: z.object({
    has_more: flag,
    next_cursor: number.optional(),
    list: z.array(WireUser).default([]),
  }),
});
const Children = z.object({
  result: z.array(z.object({ dept_id: number, name: z.string(), parent_id: number.optional() })).default([]),
});
const RoleGroups = z.object({
  result: z.object({
    hasMore: flag,
    list: z
      .array(
        z.object({
          name: z.string().default(''),
          roles: z.array(z.object({ id: number, name: z.string().default('') })).default([]),
        }),
      )
      .default([]),
  }),
});
const Holders = z.object({
  result: z.object({ hasMore: flag, list: z.array(z.object({ userid: z.string().min(1) })).default([]) }),
});
const Login = z.object({ result: z.object({ userid: z.string().min(1), unionid: z.string().default('') }) });

type Listed = z.infer<typeof WireUser>;

/** A member list speaks of its own department only: it says `leader`, and may leave out the list of departments. */
function memberOf(departmentId: number, { leadsHere, ...user }: Listed): DingTalkUser {
  return {
    ...user,
    departmentIds: [...new Set([...user.departmentIds, departmentId])],
    leads: leadsHere ? [...new Set([...user.leads, departmentId])] : user.leads,
  };
}

/** The same person met in another department: what each list says about leading is kept. */
function merged(known: DingTalkUser | undefined, user: DingTalkUser): DingTalkUser {
  if (!known) return user;
  return {
    ...user,
    departmentIds: [...new Set([...known.departmentIds, ...user.departmentIds])],
    leads: [...new Set([...known.leads, ...user.leads])],
  };
}

export interface Contacts {
  userIdOfAuthCode(code: string): Promise<{ userId: string; unionId: string }>;
  user(userId: string): Promise<DingTalkUser>;
  subDepartments(departmentId: number): Promise<DingTalkDepartment[]>;
  departmentUsers(departmentId: number): Promise<DingTalkUser[]>;
  /** Who holds a role, by userid. */
  roleHolders(): Promise<Map<string, DingTalkRole[]>>;
  organisation(): Promise<{ departments: DingTalkDepartment[]; users: DingTalkUser[] }>;
}

/** Who works where. None of these calls takes from the monthly quota. */
export function contacts(call: Call): Contacts {
  const subDepartments = async (departmentId: number): Promise<DingTalkDepartment[]> => {
    const { result } = await call('subDepartments', Children, { body: { dept_id: departmentId } });
    return result.map(({ dept_id, name, parent_id }) => ({
      departmentId: dept_id,
      name,
      parentId: parent_id ?? departmentId,
    }));
  };

  const departmentUsers = async (departmentId: number): Promise<DingTalkUser[]> => {
    const users: DingTalkUser[] = [];
    let cursor = 0;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const body = { dept_id: departmentId, cursor, size: PAGE };
      const { result } = await call('departmentUsers', Members, { body });
      users.push(...result.list.map((listed) => memberOf(departmentId, listed)));
      if (!result.has_more || result.next_cursor === undefined) break;
      cursor = result.next_cursor;
    }
    return users;
  };

  /** The pages of a list that is asked for by offset. */
  async function paged<T>(size: number, ask: (offset: number) => Promise<{ hasMore: boolean; list: T[] }>) {
    const all: T[] = [];
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const { hasMore, list } = await ask(page * size);
      all.push(...list);
      if (!hasMore || list.length === 0) break;
    }
    return all;
  }

  const roleHolders = async (): Promise<Map<string, DingTalkRole[]>> => {
    const groups = await paged(ROLE_PAGE, async (offset) => {
      return (await call('roles', RoleGroups, { body: { offset, size: ROLE_PAGE } })).result;
    });
    const roles = groups.flatMap((group) => group.roles.map((role) => ({ ...role, group: group.name })));
    const holders = await Promise.all(
      roles.map(({ id }) =>
        paged(PAGE, async (offset) => {
          return (await call('roleHolders', Holders, { body: { role_id: id, offset, size: PAGE } })).result;
        }),
      ),
    );
    const held = new Map<string, DingTalkRole[]>();
    roles.forEach((role, index) => {
      for (const { userid } of holders[index] ?? []) held.set(userid, [...(held.get(userid) ?? []), role]);
    });
    return held;
  };

  /** Breadth first from the root; the turnstile of each call keeps the pace. One person in two departments is told once. */
  const organisation = async (): Promise<{ departments: DingTalkDepartment[]; users: DingTalkUser[] }> => {
    const held = roleHolders();
    // Waited for at the end; a refusal before then is not left without a listener.
    held.catch(() => undefined);
    const departments = new Map<number, DingTalkDepartment>();
    const users = new Map<string, DingTalkUser>();
    for (let level = [ROOT_DEPARTMENT]; level.length > 0;) {
      const [found, members] = await Promise.all([
        Promise.all(level.map(subDepartments)),
        Promise.all(level.map(departmentUsers)),
      ]);
      for (const user of members.flat()) users.set(user.userId, merged(users.get(user.userId), user));
      const fresh = found.flat().filter(({ departmentId }) => !departments.has(departmentId));
      for (const department of fresh) departments.set(department.departmentId, department);
      level = fresh.map(({ departmentId }) => departmentId);
    }
    const roles = await held;
    return {
      departments: [...departments.values()],
      users: [...users.values()].map((user) => ({ ...user, roles: roles.get(user.userId) ?? [] })),
    };
  };

  return {
    async userIdOfAuthCode(code) {
      const { result } = await call('userOfCode', Login, { body: { code } });
      return { userId: result.userid, unionId: result.unionid };
    },
    async user(userId) {
      const { leadsHere: _, ...user } = (
        await call('user', UserAnswer, { body: { userid: userId, language: 'zh_CN' } })
      ).result;
      return user;
    },
    subDepartments,
    departmentUsers,
    roleHolders,
    organisation,
  };
}
