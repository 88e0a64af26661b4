/** An island to pack: enterprises with full dossiers, a task of wang’s there. */
import { type Dossier } from '../../models/enterprise/dossier.schema';
import { type Enterprise } from '../../models/enterprise/enterprise.schema';
import { enterprises } from '../../models/enterprise/enterprise.store';
import { type Inspection } from '../../models/inspection/inspection.schema';
import { inspections } from '../../models/inspection/inspection.store';
import { MORNING } from '../builders';

const many = <T>(count: number, one: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => one(n));

/** As much as a large enterprise has; `n` makes it unlike the others. */
export const aDossier = (n = 1): Dossier => ({
  legalRepresentative: { name: `林示${n}`, position: '法定代表人', phoneMasked: '000-****-0123' },
  environmentOfficer: { name: `周示${n}`, position: '环保专员', phoneMasked: '000-****-0456' },
  permit: {
    ...{ number: `DEMO${n}0000001V`, type: 'KEY', validFrom: '2024-01-01', validTo: '2029-01-01' },
    pollutants: ['化学需氧量', '氨氮', '石油类', '挥发性有机物', '颗粒物'],
  },
  eia: many(3, (at) => ({
    project: `第${at}期技改项目${n}`,
    kind: 'REPORT',
    number: `舟环建审${n}-${at}`,
    approvedOn: '2020-05-01',
  })),
  acceptance: many(2, (at) => ({
    project: `第${at}期技改项目${n}`,
    number: `舟环验${n}-${at}`,
    acceptedOn: '2021-05-01',
  })),
  products: many(4, (at) => ({ name: `产品${n}-${at}`, perYear: 1_000 * n + at, unit: '吨' })),
  processes: many(8, (at) => `工序${n}-${at}：除锈、打磨、喷涂、烘干`),
  equipment: many(12, (at) => ({ name: `喷漆房 ${n}-${at} 型`, count: at + 1 })),
  materials: many(8, (at) => ({ name: `油漆 ${n}-${at}`, perYear: 12.5 * (at + 1), unit: '吨' })),
  treatment: many(5, (at) => ({
    name: `治理设施${n}-${at}`,
    against: '挥发性有机物',
    process: '沸石转轮吸附加催化燃烧',
    capacity: '60000立方米/时',
  })),
  outfalls: many(5, (at) => ({
    ...{ no: `DW00${at}`, name: `排放口${n}-${at}`, kind: 'SEA', location: [122.1, 29.7] },
    limits: many(5, (item) => ({ item: `污染物${item}`, limit: 50 + item, unit: 'mg/L' })),
  })),
  monitors: many(2, (at) => ({
    no: `M${n}-${at}`,
    name: `在线监测${at}`,
    kind: 'WASTEWATER',
    items: ['COD', 'NH3-N', 'pH'],
    networked: true,
  })),
  hazardousWaste: many(4, (at) => ({ code: `900-25${at}-12`, name: `废漆渣${n}`, perYear: 3.4 })),
  checkedOn: '2026-02-01',
});

export const anEnterprise = (n: number, change: Partial<Enterprise> = {}): Enterprise => ({
  ...{
    _id: `E${String(n).padStart(3, '0')}`,
    name: `六横修造${n}示例有限公司`,
    shortNames: [`六横修造${n}`],
    uscc: `DEMO${n}`,
  },
  ...{
    sector: 'SHIP',
    county: '330903',
    place: '六横',
    location: [122.13, 29.73],
    category: 'YELLOW',
    controlLevel: 'NONE',
  },
  ...{ dossier: aDossier(n), ...change },
});

/** A task as it stands in the database. */
export const anInspection = (change: Partial<Inspection> = {}) => {
  const inspection: Inspection = {
    ...{ _id: 'i1', version: 1, no: 'JC-2026-000001', status: 'acknowledged', checkType: 'ROUTINE', trigger: null },
    ...{ plan: { id: 'plan-1', text: '年度计划(示例)' }, enterprise: 'E001', enterpriseName: '六横修造1示例有限公司' },
    ...{ sector: 'SHIP', county: '330903', place: '六横', location: [122.13, 29.73], team: ['wang', 'zhang'] },
    officers: ['wang', 'zhang'].map((id) => ({
      ...{ id, name: `${id}示`, certificateNo: `DEMO-${id}`, certificateValidTo: '2030-01-01' },
    })),
    ...{
      acknowledgedBy: ['wang', 'zhang'],
      declined: [],
      plannedOn: '2026-03-02',
      dueAt: new Date('2026-03-31T15:59:59.999Z'),
    },
    ...{
      actionCode: 'DEMO-1',
      instruction: '看喷漆房',
      orderedBy: 'head',
      orderedByName: '赵分局',
      createdAt: MORNING,
    },
    ...{
      startedAt: null,
      finishedAt: null,
      siteRecord: null,
      outcome: null,
      cancelledReason: null,
      alarms: [],
      wakeAt: null,
    },
    ...change,
  };
  return { ...inspection, events: [], outbox: [], updatedAt: MORNING, sealed: 0, unsealedAt: null };
};

export const putInspection = async (change: Partial<Inspection> = {}): Promise<void> =>
  void (await inspections.collection.insertOne(anInspection(change)));

/** `count` enterprises on 六横 (普陀), one on 衢山 (岱山). */
export async function settleIsland(count = 3): Promise<void> {
  await enterprises.insertMany([
    ...many(count, (n) => anEnterprise(n + 1)),
    anEnterprise(900, { county: '330921', place: '衢山', name: '衢山矿砂示例码头' }),
  ]);
}
