import { personFrom, rolesOf, unitFrom } from '../bot/organisation';
import { type DingTalkDepartment, type DingTalkUser } from '../bot/dingtalk/client';
import { receiverByUserId, receiverOf } from '../bot/receiver';
import { people, peopleWithRole, personById, unitById } from '../models/people/people.store';
import { MORNING } from './builders';
import { useBotWorld } from './support/botWorld';
import { useDatabase } from './support/database';

const DEPARTMENTS: DingTalkDepartment[] = [
  { departmentId: 1, name: '舟山市生态环境局', parentId: null },
  { departmentId: 10, name: '普陀分局', parentId: 1 },
  { departmentId: 11, name: '展茅生态环境所', parentId: 10 },
];
const departments = new Map(DEPARTMENTS.map((department) => [department.departmentId, department]));
const user = (change: Partial<DingTalkUser> = {}): DingTalkUser => ({
  ...{ userId: 'u', unionId: 'n', name: '王示海', title: null, mobile: null, telephone: null, email: null },
  ...{ jobNumber: null, workPlace: null, remark: null, avatar: null, managerUserId: null, extension: {} },
  ...{ active: true, admin: false, boss: false, departmentIds: [11], leads: [], roles: [] },
  ...change,
});
const role = (name: string) => ({ id: 1, name, group: '岗位' });

describe('a person of DingTalk', () => {
  it('belongs to the branch above their office, and to its county', () => {
    const officer = personFrom(user({ roles: [role('执法人员')] }), departments, MORNING);
    expect(officer).toMatchObject({ unit: '10', unitName: '普陀分局', county: '330903', pinyin: 'wang shi hai' });
  });

  it('has the roles that DingTalk’s role list names, and no other', () => {
    expect(rolesOf(user({ roles: [role('执法人员'), role('中队长'), role('分局副职')] }))).toEqual([
      'officer',
      'branchHead',
    ]);
    expect(rolesOf(user({ admin: true, boss: true, title: '局长' }))).toEqual([]);
    expect(rolesOf(user({ roles: [role('constructor'), role('__proto__')] }))).toEqual([]);
  });

  it('brings certificate, grid and village from the contact fields', () => {
    const extension = { 执法证号: 'DEMO-ZF-0001', 执法证有效期: '2028-12-31', 网格: '330903-001', 村: '横街村' };
    expect(personFrom(user({ extension }), departments, MORNING)).toMatchObject({
      ...{ certificateNo: 'DEMO-ZF-0001', certificateValidTo: '2028-12-31', grid: '330903-001', village: '横街村' },
    });
  });

  it('leads a branch when their role says so, not because they sit there', () => {
    const branch = DEPARTMENTS[1]!;
    const head = user({ userId: 'head', departmentIds: [10], leads: [10], roles: [role('分局负责人')] });
    const deputy = user({ userId: 'deputy', departmentIds: [10], roles: [role('分局副职')] });
    const clerk = user({ userId: 'clerk', departmentIds: [10], leads: [10] });
    const unit = unitFrom(branch, departments, [clerk, deputy, head]);
    expect(unit).toMatchObject({ kind: 'BRANCH', county: '330903', head: 'head', deputies: ['deputy'] });
    expect(unitFrom(branch, departments, [clerk]).head).toBeNull();
  });
});

describe('the organisation of the demo', () => {
  useDatabase({ emptyBefore: 'file' });
  const world = useBotWorld();

  it('is here whole, with branches, heads and roles', async () => {
    expect(await people.countDocuments({ active: true })).toBe(world.sandbox.info.people.length);
    expect(await unitById('330903')).toMatchObject({ kind: 'BRANCH', head: 'putuo01', deputies: ['putuo02'] });
    expect((await peopleWithRole('ruralSupervisor')).length).toBe(60);
    expect((await peopleWithRole('branchHead', '330903')).map(({ _id }) => _id)).toEqual(['putuo01', 'putuo02']);
    expect(await personById('putuo03')).toMatchObject({ unit: '330903', roles: ['officer'] });
  });

  it('reaches a supervisor by their protected reference only through the vault', async () => {
    const { actor } = (await receiverByUserId('cun001'))!;
    expect(actor.id).toMatch(/^ref:[0-9a-f]{24}$/);
    expect((await receiverOf(actor.id))?.userId).toBe('cun001');
    expect(await receiverOf('ref:000000000000000000000000')).toBeNull();
  });

  it('is the same after a second synchronisation', async () => {
    const before = await people.find({}, { projection: { syncedAt: 0 }, sort: { _id: 1 } }).toArray();
    expect(await world.bot.syncOrganisation()).toMatchObject({ left: 0 });
    expect(await people.find({}, { projection: { syncedAt: 0 }, sort: { _id: 1 } }).toArray()).toEqual(before);
  }, 30_000);

  const inbound = (type: string, data: unknown) => world.bot.inbound.onEvent({ type, id: 'e', data });

  it('forgets nobody: who leaves is inactive at once, and active again on return', async () => {
    await inbound('user_leave_org', { userId: ['putuo04'] });
    expect(await personById('putuo04')).toBeNull();
    expect((await people.findOne({ _id: 'putuo04' }))?.name).toBeTruthy();
    await inbound('user_add_org', { userId: ['putuo04'] });
    expect(await personById('putuo04')).not.toBeNull();
  });

  it('treats somebody DingTalk no longer knows as gone', async () => {
    await people.insertOne({ ...(await personById('putuo05'))!, _id: 'ghost' });
    await inbound('user_modify_org', { userId: 'ghost' });
    expect(await personById('ghost')).toBeNull();
  });

  it.each([null, {}, { userId: 7 }, { userId: [{ $gt: '' }] }, []])(
    'bears an event without sense: %j',
    async (data) => {
      await inbound('user_leave_org', data);
      expect(await people.countDocuments({ active: true })).toBe(world.sandbox.info.people.length);
    },
  );
});
