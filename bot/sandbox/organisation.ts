import { createHash } from 'node:crypto';

/**
 * The fictional bureau of the demo: nobody here exists. 130 staff on roll (78 with an enforcement certificate), 60 rural
 * environment supervisors and one account of a machine. The same on every start, so that specs and stories may name people by userId.
 */
export interface Organisation {
  corpName: string;
  departments: Department[];
  people: Person[];
  groups: Group[];
}
export interface Department {
  id: number;
  name: string;
  /** 0 for the root. */
  parentId: number;
}
export interface Person {
  userId: string;
  unionId: string;
  name: string;
  title: string;
  mobile: string;
  jobNumber: string;
  deptIds: number[];
  /** Departments this person leads (`leader_in_dept`). */
  leaderOf: number[];
  roles: string[];
  /** Custom contact fields; DingTalk hands them out as one JSON text. */
  extension: Record<string, string>;
  admin: boolean;
}
export interface Group {
  openConversationId: string;
  title: string;
  members: string[];
}

type Place = Pick<Person, 'title' | 'deptIds'> & Partial<Person>;

const LEADERS = 100;
const FORCE = 200;
const MONITORING = 210;
const COMMAND = 220;

/** Divisions and how many of the 19 division staff each has. */
const DIVISIONS: [id: number, name: string, staff: number][] = [
  [101, '办公室', 3],
  [102, '政策法规与宣教处', 2],
  [103, '综合规划处', 1],
  [104, '行政许可处', 2],
  [105, '水生态环境处', 2],
  [106, '海洋生态环境处', 1],
  [107, '大气环境处', 2],
  [108, '土壤与固废处', 1],
  [109, '自然生态处', 1],
  [110, '督察处', 2],
  [111, '人事处', 2],
];

const BRANCHES = [
  { id: 330902, key: 'dinghai', name: '定海分局', staff: 14, offices: ['金塘', '岑港', '白泉', '城东'] },
  { id: 330903, key: 'putuo', name: '普陀分局', staff: 14, offices: ['展茅', '沈家门', '六横', '朱家尖'] },
  { id: 330921, key: 'daishan', name: '岱山分局', staff: 11, offices: ['高亭', '衢山', '长涂'] },
  { id: 330922, key: 'shengsi', name: '嵊泗分局', staff: 7, offices: ['菜园', '洋山', '嵊山'] },
];

const officeId = (branch: number, index: number) => branch * 100 + index + 1;
const supervisorsOf = (office: number) => office * 10 + 9;

const DEPARTMENTS: Department[] = [
  { id: 1, name: '舟山市生态环境局（演示）', parentId: 0 },
  { id: LEADERS, name: '局领导', parentId: 1 },
  ...DIVISIONS.map(([id, name]) => ({ id, name, parentId: 1 })),
  { id: FORCE, name: '市生态环境综合行政执法队', parentId: 1 },
  { id: MONITORING, name: '监测科', parentId: 1 },
  { id: COMMAND, name: '指挥中心', parentId: 1 },
  ...BRANCHES.flatMap((branch) => [
    { id: branch.id, name: branch.name, parentId: 1 },
    ...branch.offices.flatMap((place, index) => [
      { id: officeId(branch.id, index), name: `${place}生态环境所`, parentId: branch.id },
      { id: supervisorsOf(officeId(branch.id, index)), name: '农村环境监督员', parentId: officeId(branch.id, index) },
    ]),
  ]),
];

const BUREAU: Record<string, Place> = {
  leader01: { title: '局长', deptIds: [LEADERS], leaderOf: [1, LEADERS], roles: ['局领导'] },
  leader02: { title: '副局长', deptIds: [LEADERS], roles: ['局领导'] },
  leader03: { title: '副局长', deptIds: [LEADERS], roles: ['局领导'] },
  dutylead01: { title: '二级调研员', deptIds: [LEADERS], roles: ['带班领导'] },
  dutylead02: { title: '三级调研员', deptIds: [LEADERS], roles: ['带班领导'] },
};

/** What single members of the divisions answer for, besides their desk. */
const DIVISION_ROLES: Record<string, string[]> = {
  jiguan01: ['系统管理员'],
  jiguan02: ['安全管理员'],
  jiguan03: ['财务人员'],
  jiguan04: ['法制审核'],
  jiguan05: ['法制审核'],
  // With these the leaders on duty have two free days between two shifts.
  jiguan06: ['带班领导'],
  jiguan07: ['带班领导'],
  jiguan09: ['带班领导'],
  jiguan10: ['飞行检查策划'],
  jiguan11: ['带班领导'],
  jiguan12: ['带班领导'],
  jiguan13: ['飞行检查策划'],
  jiguan14: ['带班领导'],
  jiguan15: ['带班领导'],
  jiguan16: ['稽查员', '执法人员'],
  jiguan17: ['稽查员', '执法人员'],
  jiguan18: ['审计管理员'],
};

const numbered = (key: string, number: number, digits = 2) => `${key}${String(number).padStart(digits, '0')}`;

function divisionPlaces(): [string, Place][] {
  const desks = DIVISIONS.flatMap(([id, , staff]) =>
    Array.from({ length: staff }, (_, index) => ({ id, head: index === 0 })),
  );
  return desks.map(({ id, head }, index) => {
    const userId = numbered('jiguan', index + 1);
    const place: Place = { title: head ? '处长' : '科员', deptIds: [id], roles: DIVISION_ROLES[userId] ?? [] };
    return [userId, { ...place, leaderOf: head ? [id] : [], admin: userId === 'jiguan01' }];
  });
}

function forcePlaces(): [string, Place][] {
  const posts: Record<number, Place> = {
    1: { title: '支队长', deptIds: [FORCE], leaderOf: [FORCE], roles: ['中队长', '执法人员'] },
    2: { title: '副支队长', deptIds: [FORCE], roles: ['中队长', '执法人员'] },
    29: { title: '执法辅助人员', deptIds: [FORCE], roles: ['执法辅助人员'] },
    30: { title: '执法辅助人员', deptIds: [FORCE], roles: ['执法辅助人员'] },
  };
  const officer: Place = { title: '执法队员', deptIds: [FORCE], roles: ['执法人员'] };
  return Array.from({ length: 30 }, (_, index) => [numbered('zhidui', index + 1), posts[index + 1] ?? officer]);
}

function monitoringPlaces(): [string, Place][] {
  return Array.from({ length: 28 }, (_, index) => {
    // Twelve operators with those of the centre: enough for three shifts a day with days off between.
    const duty = index < 10 ? ['值班员'] : [];
    const certified = index < 6 ? ['执法人员'] : [];
    const place: Place = {
      title: index === 0 ? '科长' : '监测员',
      deptIds: [MONITORING],
      roles: [...duty, ...certified],
    };
    return [numbered('jiance', index + 1), { ...place, leaderOf: index === 0 ? [MONITORING] : [] }];
  });
}

/** Head, deputy, the squad leader of each office, then officers in turn over the offices; the last is an auxiliary. */
function branchPlaces(branch: (typeof BRANCHES)[number]): [string, Place][] {
  return Array.from({ length: branch.staff }, (_, index): [string, Place] => {
    const userId = numbered(branch.key, index + 1);
    const office = officeId(branch.id, Math.max(index - 2, 0) % branch.offices.length);
    const squadLeader = index >= 2 && index - 2 < branch.offices.length;
    if (index === 0)
      return [
        userId,
        { title: '分局局长', deptIds: [branch.id], leaderOf: [branch.id], roles: ['分局负责人', '执法人员'] },
      ];
    if (index === 1) return [userId, { title: '分局副局长', deptIds: [branch.id], roles: ['分局副职', '执法人员'] }];
    if (squadLeader)
      return [userId, { title: '中队长', deptIds: [office], leaderOf: [office], roles: ['中队长', '执法人员'] }];
    if (index === branch.staff - 1)
      return [userId, { title: '执法辅助人员', deptIds: [office], roles: ['执法辅助人员'] }];
    return [userId, { title: '执法队员', deptIds: [office], roles: ['执法人员'] }];
  });
}

/** cun001 lives at 展茅 under 普陀: the story of the README begins with her voice message. */
function supervisorPlaces(): [string, Place][] {
  const offices = [BRANCHES[1]!, BRANCHES[0]!, BRANCHES[2]!, BRANCHES[3]!].flatMap((branch) =>
    branch.offices.map((place, index) => ({ place, branch: branch.id, id: officeId(branch.id, index) })),
  );
  return Array.from({ length: 60 }, (_, index) => {
    const { place, branch, id } = offices[index % offices.length]!;
    const turn = Math.floor(index / offices.length) + 1;
    const grid = `${branch}-${String(id % 100).padStart(3, '0')}-${String(turn).padStart(3, '0')}`;
    const extension = { 网格: grid, 村: `${place}示例${'一二三四五'.charAt(turn - 1)}村` };
    return [
      numbered('cun', index + 1, 3),
      { title: '农村环境监督员', deptIds: [supervisorsOf(id)], roles: ['农村环境监督员'], extension },
    ];
  });
}

const SURNAMES = '陈林王张李周徐胡朱郑吴沈刘黄孙何虞夏翁邬';
const GIVEN = '舟海岛潮帆港礁屿波澜';

/** 20 surnames × 10 given names, walked so that nobody shares a name: 20 + 1 and 10 have no common factor. */
function nameOf(index: number): string {
  const surname = SURNAMES.charAt(index % SURNAMES.length);
  return `${surname}示${GIVEN.charAt((index + Math.floor(index / SURNAMES.length)) % GIVEN.length)}`;
}

/** Like the platform's: opaque, safe in a path. */
const unionIdOf = (userId: string) => `u${createHash('sha256').update(userId).digest('hex').slice(0, 21)}iE`;

function demoPeople(): Person[] {
  const places: [string, Place][] = [
    ...Object.entries(BUREAU),
    ...divisionPlaces(),
    ...forcePlaces(),
    ...monitoringPlaces(),
    ['duty01', { title: '值班长', deptIds: [COMMAND], leaderOf: [COMMAND], roles: ['值班员'] }],
    ['duty02', { title: '值班员', deptIds: [COMMAND], roles: ['值班员'] }],
    ...BRANCHES.flatMap(branchPlaces),
    ...supervisorPlaces(),
    ['probe01', { title: '自检账号', deptIds: [1], roles: ['自检账号'], name: '示自检' }],
  ];
  let certificates = 0;
  return places.map(([userId, place], index) => {
    const certificate = place.roles?.includes('执法人员')
      ? { 执法证号: numbered('DEMO-ZF-', (certificates += 1), 4), 执法证有效期: '2028-12-31' }
      : {};
    const digits = String(index + 1).padStart(4, '0');
    return newPerson({
      name: nameOf(index),
      ...place,
      userId,
      mobile: `000-${digits}-${digits}`,
      jobNumber: `DEMO${digits}`,
      extension: { ...certificate, ...place.extension },
    });
  });
}

/** A person with the fields nobody wrote filled in; also used when the control API takes somebody on. */
export function newPerson(person: Partial<Person> & Pick<Person, 'userId' | 'name'>): Person {
  return {
    unionId: unionIdOf(person.userId),
    title: '',
    mobile: '',
    jobNumber: '',
    deptIds: [1],
    leaderOf: [],
    roles: [],
    extension: {},
    admin: false,
    ...person,
  };
}

export function demoOrganisation(): Organisation {
  const people = demoPeople();
  const having = (test: (person: Person) => boolean) => people.filter(test).map(({ userId }) => userId);
  const command = ['值班员', '带班领导', '局领导', '分局负责人'];
  return {
    corpName: '舟山市生态环境局（演示）',
    departments: DEPARTMENTS.map((department) => ({ ...department })),
    people,
    groups: [
      {
        openConversationId: 'cidDemoCommandCentre+Duty/01==',
        title: '指挥中心值班群',
        members: having(({ roles }) => roles.some((role) => command.includes(role))),
      },
      {
        openConversationId: 'cidDemoPutuoBranch+Work/02==',
        title: '普陀分局工作群',
        members: having(({ userId }) => userId.startsWith('putuo')),
      },
    ],
  };
}

/** Role ids are DingTalk's; the demo numbers the names it knows in this order. */
const ROLES = [
  '局领导',
  '带班领导',
  '值班员',
  '分局负责人',
  '分局副职',
  '中队长',
  '执法人员',
  '执法辅助人员',
  '法制审核',
  '稽查员',
  '农村环境监督员',
  '系统管理员',
  '安全管理员',
  '审计管理员',
  '自检账号',
  '飞行检查策划',
  '财务人员',
];
const GROUP = '联动岗位';
/** A name the demo does not know has a number of its own, too. */
const roleId = (name: string) =>
  ROLES.includes(name)
    ? 900_001 + ROLES.indexOf(name)
    : 910_000 + (createHash('sha256').update(name).digest().readUInt32BE() % 90_000);

/** A role as a person's details name it. */
export const roleEntry = (name: string) => ({ id: roleId(name), name, group_name: GROUP });

/** Every role of the organisation, in the group it belongs to, with who holds it. */
export function roleGroups({ people }: Organisation) {
  const names = [...new Set([...ROLES, ...people.flatMap(({ roles }) => roles)])];
  const roles = names.map((name) => ({
    id: roleId(name),
    name,
    holders: people.filter((person) => person.roles.includes(name)),
  }));
  return [{ groupId: 900_000, name: GROUP, roles }];
}

/** The department itself and everything below it. */
export function subtree({ departments }: Organisation, root: number): Set<number> {
  const found = new Set([root]);
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const { id, parentId } of departments) if (found.has(parentId)) found.add(id);
  }
  return found;
}
