import { onDuty } from '../models/duty/onDuty';
import { peopleWithRole } from '../models/people/people.store';

/** What the sandbox tells of itself, as far as it is printed. */
interface Phones {
  addresses: { phones: string | null };
  people: readonly { userId: string; phoneUrl: string }[];
}

interface Player {
  id: string;
  name: string;
  part: string;
}
const playing = (part: string, person: { id: string; name: string } | undefined): Player[] =>
  person ? [{ ...person, part }] : [];
const named = (person: { _id: string; name: string } | undefined) => person && { id: person._id, name: person.name };

/** Who plays which part of the stories worth walking through first: whoever is on duty now, the branch of the supervisor's county. */
async function cast(now: Date): Promise<Player[]> {
  const [supervisor] = await peopleWithRole('ruralSupervisor');
  const [head] = await peopleWithRole('branchHead', supervisor?.county ?? null);
  const officers = await peopleWithRole('officer', supervisor?.county ?? null);
  const officer = officers.find(({ unit, roles }) => unit === head?.unit && !roles.includes('branchHead'));
  const { operators, leaders } = await onDuty(now);
  const [bureauLeader] = await peopleWithRole('bureauLeader');
  return [
    ...playing('发语音和照片上报', named(supervisor)),
    ...playing('值班员：在值班台分类、受理、交办，登记事件', operators[0]),
    ...playing('指定承办人、审核答复', named(head)),
    ...playing('签收、填写办理结果', named(officer)),
    ...playing('带班领导：看大屏、发紧急通知、排班', leaders[0]),
    ...playing('发起全员抽调', named(bureauLeader)),
  ];
}

/** Print where everything is and, with the sandbox, who to be. */
export async function welcome(publicUrl: string, sandbox: Phones | undefined, now: Date): Promise<void> {
  const lines = [
    `随手报、我的任务  ${publicUrl}/`,
    `值班台            ${publicUrl}/desk`,
    `指挥大屏          ${publicUrl}/wall`,
  ];
  if (sandbox) {
    lines.push(`手机              ${sandbox.addresses.phones ?? ''}`, '', '走一遍：依次打开这些人的手机');
    const phones = new Map(sandbox.people.map(({ userId, phoneUrl }) => [userId, phoneUrl]));
    for (const { id, name, part } of await cast(now)) lines.push(`  ${name}（${part}）  ${phones.get(id) ?? ''}`);
  }
  console.log(`\n${lines.map((line) => `  ${line}`).join('\n')}\n\n  准备好了。按 Ctrl-C 停止。\n`);
}
