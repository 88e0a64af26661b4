import { people, units } from '../../models/people/people.store';
import { type Person } from '../../models/people/people.schema';
import { type Role } from '../../models/core/access';

/** The part of the demo's organisation that handles petitions, as the organisation sync leaves it. */
const BRANCHES = [
  ['330902', 'dinghai', '定海分局', ['金塘', '岑港', '白泉', '城东']],
  ['330903', 'putuo', '普陀分局', ['展茅', '沈家门', '六横', '朱家尖']],
  ['330921', 'daishan', '岱山分局', ['高亭', '衢山', '长涂']],
  ['330922', 'shengsi', '嵊泗分局', ['菜园', '洋山', '嵊山']],
] as const;
const ORDER = [1, 0, 2, 3] as const;

type Given = Pick<Person, '_id' | 'roles'> & Partial<Person>;
const person = (fields: Given): Person => ({
  unionId: `u${fields._id}`,
  name: `示${fields._id}`,
  pinyin: fields._id,
  title: '',
  ...{ unit: null, unitName: null, county: null, grid: null, village: null },
  ...{ certificateNo: null, certificateValidTo: null, active: true, syncedAt: new Date(0) },
  ...fields,
});

const two = (n: number, digits = 2) => String(n).padStart(digits, '0');

export async function putOrganisation(): Promise<void> {
  const staff = BRANCHES.flatMap(([county, key]) =>
    Array.from({ length: 7 }, (_, n) => {
      const roles: Role[] = n === 0 ? ['branchHead', 'officer'] : ['officer'];
      return person({ _id: `${key}${two(n + 1)}`, roles, unit: county, county });
    }),
  );
  const offices = ORDER.flatMap((n) => BRANCHES[n][3].map((place) => ({ place, county: BRANCHES[n][0] })));
  const rural = Array.from({ length: 60 }, (_, n) => {
    const { place, county } = offices[n % offices.length]!;
    return person({
      _id: `cun${two(n + 1, 3)}`,
      roles: ['ruralSupervisor'],
      county,
      grid: `${county}-${two(n)}`,
      village: `${place}示例一村`,
    });
  });
  const others = [
    person({ _id: 'duty01', roles: ['dutyOperator'] }),
    person({ _id: 'duty02', roles: ['dutyOperator'] }),
    person({ _id: 'dutylead01', roles: ['dutyLeader'] }),
    person({ _id: 'leader01', roles: ['bureauLeader'] }),
  ];
  await people.insertMany([...staff, ...rural, ...others]);
  await units.insertMany(
    BRANCHES.map(([county, key, name]) => ({
      ...{ _id: county, name, parent: '1', kind: 'BRANCH', county, head: `${key}01`, deputies: [], active: true },
    })) as never,
  );
}
