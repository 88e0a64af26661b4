import { personFrom, unitFrom } from '../../bot/organisation';
import { type DingTalkUser } from '../../bot/dingtalk/client';
import { demoOrganisation } from '../../bot/sandbox/organisation';
import { people, units } from '../../models/people/people.store';

/** The whole fictional bureau, as the organisation sync leaves it. */
export async function putWholeOrganisation(now: Date): Promise<void> {
  const { people: members, departments } = demoOrganisation();
  const users = members.map((person): DingTalkUser => ({
    ...{ userId: person.userId, unionId: person.unionId, name: person.name, title: person.title },
    ...{ mobile: null, telephone: null, email: null, jobNumber: null, workPlace: null, remark: null, avatar: null },
    ...{ managerUserId: null, extension: person.extension, active: true, admin: person.admin, boss: false },
    ...{ departmentIds: person.deptIds, leads: person.leaderOf },
    roles: person.roles.map((name, id) => ({ id, name, group: '' })),
  }));
  const known = new Map(
    departments.map(({ id, name, parentId }) => [id, { departmentId: id, name, parentId: parentId || null }]),
  );
  await people.insertMany(users.map((user) => personFrom(user, known, now)));
  await units.insertMany([...known.values()].map((department) => unitFrom(department, known, users)));
}
