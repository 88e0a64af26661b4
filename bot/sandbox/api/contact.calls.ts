import { numberOf, textOf, type Fields } from '../fields';
import { roleEntry, roleGroups, type Department, type Person } from '../organisation';
import { refuse, Refusal } from '../refusal';
import { personById, type World } from '../world';
import { old, type ApiRoute } from './route';

/** Free login and the directory (dingtalk.md §3): not counted against the quota. */
function userOf(body: Fields, world: World): Person {
  const userId = textOf(body['userid']);
  if (!userId) throw new Refusal(33012, '无效的USERID');
  const person = personById(world, userId);
  if (!person) throw refuse.noUser();
  return person;
}

function departmentOf(body: Fields, { organisation }: World, fallback?: number): Department {
  const id = body['dept_id'] === undefined ? fallback : numberOf(body['dept_id']);
  if (id === undefined) throw refuse.required('dept_id');
  const found = organisation.departments.find((department) => department.id === id);
  if (!found) throw refuse.noDepartment();
  return found;
}

/** What both a person's details and a department's list say. Fields without a value are absent, never null. */
const common = (person: Person) => ({
  userid: person.userId,
  unionid: person.unionId,
  name: person.name,
  title: person.title,
  mobile: person.mobile,
  job_number: person.jobNumber,
  state_code: '86',
  hide_mobile: false,
  exclusive_account: false,
  active: true,
  admin: person.admin,
  boss: person.roles.includes('局领导'),
  dept_id_list: person.deptIds,
  ...(Object.keys(person.extension).length > 0 && { extension: JSON.stringify(person.extension) }),
});

const detail = (person: Person) => ({
  ...common(person),
  real_authed: true,
  senior: false,
  dept_order_list: person.deptIds.map((dept_id) => ({ dept_id, order: 1 })),
  leader_in_dept: [...new Set([...person.deptIds, ...person.leaderOf])].map((dept_id) => ({
    dept_id,
    leader: person.leaderOf.includes(dept_id),
  })),
  role_list: person.roles.map(roleEntry),
});

/** A department's list tells nothing of roles, and of leading only what concerns this department. */
const listed = (person: Person, { id }: Department) => ({
  ...common(person),
  leader: person.leaderOf.includes(id),
  dept_order: 1,
});

const shortDepartment = ({ id, name, parentId }: Department) => ({
  dept_id: id,
  name,
  parent_id: parentId,
  create_dept_group: false,
  auto_add_user: false,
});

function login(body: Fields, world: World) {
  const code = textOf(body['code']);
  if (!code) throw refuse.required('code');
  const person = personById(world, world.credentials.redeemCode(code) ?? '');
  if (!person) throw new Refusal(40078, '不存在的临时授权码');
  const { userId, unionId, name, admin } = person;
  return {
    result: {
      userid: userId,
      unionid: unionId,
      associated_unionid: unionId,
      device_id: `sandbox-${userId}`,
      sys: admin,
      sys_level: admin ? 1 : 0,
      name,
    },
  };
}

const members = ({ organisation }: World, { id }: Department) =>
  organisation.people.filter(({ deptIds }) => deptIds.includes(id));

/** One page in the old family's way: `next_cursor` is absent on the last one. */
function page<T, R>(body: Fields, items: T[], present: (item: T) => R) {
  const cursor = body['cursor'] === undefined ? 0 : numberOf(body['cursor']);
  const size = numberOf(body['size']);
  if (cursor === undefined || cursor < 0) throw new Refusal(40068, '不合法的偏移量');
  if (size === undefined || size < 1 || size > 100) throw new Refusal(40069, '不合法的分页大小');
  const more = cursor + size < items.length;
  return {
    result: {
      has_more: more,
      ...(more && { next_cursor: cursor + size }),
      list: items.slice(cursor, cursor + size).map(present),
    },
  };
}

/** One page by offset, as the role calls do it: both bounds or neither, twenty by default. */
function slice<T, R>(body: Fields, most: number, items: T[], present: (item: T) => R) {
  const given = body['size'] !== undefined && body['offset'] !== undefined;
  const size = given ? numberOf(body['size']) : 20;
  const offset = given ? numberOf(body['offset']) : 0;
  if (size === undefined || size < 1 || size > most) throw refuse.parameter('size');
  if (offset === undefined || offset < 0) throw refuse.parameter('offset');
  const hasMore = offset + size < items.length;
  return { result: { hasMore, list: items.slice(offset, offset + size).map(present) } };
}

function holdersOf(body: Fields, { organisation }: World): Person[] {
  if (body['role_id'] === undefined) throw refuse.required('role_id');
  const id = numberOf(body['role_id']);
  const role = roleGroups(organisation)
    .flatMap(({ roles }) => roles)
    .find((candidate) => candidate.id === id);
  if (!role) throw refuse.parameter('role_id');
  return role.holders;
}

function parentsOf({ organisation }: World, person: Person) {
  const chain = (id: number): number[] => {
    const department = organisation.departments.find((candidate) => candidate.id === id);
    return department ? [id, ...chain(department.parentId)] : [];
  };
  return { result: { parent_list: person.deptIds.map((id) => ({ parent_dept_id_list: chain(id) })) } };
}

function departmentDetail(world: World, department: Department) {
  const managers = world.organisation.people.filter(({ leaderOf }) => leaderOf.includes(department.id));
  return {
    result: {
      ...shortDepartment(department),
      order: 0,
      dept_manager_userid_list: managers.map(({ userId }) => userId),
      member_count: members(world, department).length,
    },
  };
}

function byField({ organisation }: World, field: 'mobile' | 'unionId', value: string | undefined): Person {
  if (!value) throw refuse.parameter(field);
  const person = organisation.people.find((candidate) => candidate[field] === value);
  if (!person) throw refuse.noUser();
  return person;
}

const children = ({ organisation }: World, { id }: Department) =>
  organisation.departments.filter(({ parentId }) => parentId === id);

export const contactCalls: ApiRoute[] = [
  old('POST', '/topapi/v2/user/getuserinfo', ({ body }, world) => login(body, world)),
  old('POST', '/topapi/v2/user/get', ({ body }, world) => ({ result: detail(userOf(body, world)) })),
  old('POST', '/topapi/v2/department/listsub', ({ body }, world) => ({
    result: children(world, departmentOf(body, world, 1)).map(shortDepartment),
  })),
  old('POST', '/topapi/v2/department/listsubid', ({ body }, world) => ({
    result: { dept_id_list: children(world, departmentOf(body, world)).map(({ id }) => id) },
  })),
  old('POST', '/topapi/v2/department/get', ({ body }, world) => departmentDetail(world, departmentOf(body, world))),
  old('POST', '/topapi/v2/department/listparentbyuser', ({ body }, world) => parentsOf(world, userOf(body, world))),
  old('POST', '/topapi/user/listid', ({ body }, world) => ({
    result: { userid_list: members(world, departmentOf(body, world)).map(({ userId }) => userId) },
  })),
  old('POST', '/topapi/user/listsimple', ({ body }, world) =>
    page(body, members(world, departmentOf(body, world)), ({ userId, name }) => ({ userid: userId, name })),
  ),
  old('POST', '/topapi/v2/user/list', ({ body }, world) => {
    const department = departmentOf(body, world);
    return page(body, members(world, department), (person) => listed(person, department));
  }),
  old('POST', '/topapi/role/list', ({ body }, { organisation }) =>
    slice(body, 200, roleGroups(organisation), ({ groupId, name, roles }) => ({
      groupId,
      name,
      roles: roles.map((role) => ({ id: role.id, name: role.name })),
    })),
  ),
  old('POST', '/topapi/role/simplelist', ({ body }, world) =>
    slice(body, 100, holdersOf(body, world), ({ userId, name }) => ({ userid: userId, name })),
  ),
  old('POST', '/topapi/v2/user/getbymobile', ({ body }, world) => ({
    result: { userid: byField(world, 'mobile', textOf(body['mobile'])).userId },
  })),
  old('POST', '/topapi/user/getbyunionid', ({ body }, world) => ({
    result: { contact_type: 0, userid: byField(world, 'unionId', textOf(body['unionid'])).userId },
  })),
];
