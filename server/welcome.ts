import { type Role } from '../models/core/access';
import { peopleWithRole } from '../models/people/people.store';

/** What the sandbox tells of itself, as far as it is printed. */
interface Phones {
  addresses: { phones: string | null };
  people: readonly { userId: string; phoneUrl: string }[];
}

/** Who plays which part of the story that is worth walking through first. */
const PARTS: readonly [[Role, string], [Role, string], [Role, string], [Role, string]] = [
  ['ruralSupervisor', '发语音和照片上报'],
  ['dutyOperator', '在值班台分类、受理、交办'],
  ['branchHead', '指定承办人、审核答复'],
  ['officer', '签收、填写办理结果'],
];

/** Each part is played by somebody else, the branch's parts in the supervisor's county, so that every card reaches the next one. */
async function cast(): Promise<{ id: string; name: string; part: string }[]> {
  const supervisor = (await peopleWithRole('ruralSupervisor'))[0];
  const chosen: { id: string; name: string; part: string; unit: string | null }[] = [];
  for (const [role, part] of PARTS) {
    const inBranch = role === 'branchHead' || role === 'officer';
    const head = chosen.find(({ part: played }) => played === PARTS[2][1]);
    const person = (await peopleWithRole(role, inBranch ? supervisor?.county : null)).find(
      ({ _id, unit, roles }) =>
        !chosen.some(({ id }) => id === _id) &&
        (role !== 'officer' || (unit === head?.unit && !roles.includes('branchHead'))),
    );
    if (person) chosen.push({ id: person._id, name: person.name, part, unit: person.unit });
  }
  return chosen;
}

/** Print where everything is and, with the sandbox, who to be. */
export async function welcome(publicUrl: string, sandbox: Phones | undefined): Promise<void> {
  const lines = [`随手报、我的任务  ${publicUrl}/`, `值班台            ${publicUrl}/desk`];
  if (sandbox) {
    lines.push(`手机              ${sandbox.addresses.phones ?? ''}`, '', '走一遍：依次打开这些人的手机');
    const phones = new Map(sandbox.people.map(({ userId, phoneUrl }) => [userId, phoneUrl]));
    for (const { id, name, part } of await cast()) lines.push(`  ${name}（${part}）  ${phones.get(id) ?? ''}`);
  }
  console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n  准备好了。按 Ctrl-C 停止。\n`);
}
