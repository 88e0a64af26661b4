/**
 * 一企一档: what the bureau knows of one enterprise. Runs in the browser as well, since the dossier goes to islands without signal. Of
 * people it holds what an officer at the gate needs: a position and a masked number, nothing more.
 */
import { z } from 'zod';
import { Location } from '../core/place';

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, '日期应写作 2026-08-15');
const words = (most: number) => z.string().min(1).max(most);
const list = <T extends z.ZodType>(one: T, most = 50) => z.array(one).max(most);

export const PERMIT_TYPES = { KEY: '重点管理', SIMPLIFIED: '简化管理', REGISTERED: '登记管理' } as const;
export const EIA_KINDS = { REPORT: '报告书', FORM: '报告表', REGISTRATION: '登记表' } as const;
export const OUTFALL_KINDS = { SEA: '入海排污口', RIVER: '入河排污口', SEWER: '纳管口', STACK: '废气排放口' } as const;
export const MONITOR_KINDS = { WASTEWATER: '废水', FLUE: '废气', ODOUR: '恶臭', NOISE: '噪声' } as const;
const oneOf = <W extends object>(table: W) => z.enum(Object.keys(table) as [keyof W & string]);

/** Somebody to ask for at the gate. The number is masked before it is kept: 000-****-0123. */
export const Contact = z.strictObject({ name: words(20), position: words(40), phoneMasked: z.string().max(20) });
export type Contact = z.infer<typeof Contact>;

const Amount = z.strictObject({ name: words(60), perYear: z.number().min(0).nullable(), unit: z.string().max(20) });

export const Dossier = z.strictObject({
  /** 法定代表人 and 企业环境监督员. */
  legalRepresentative: Contact.nullable(),
  environmentOfficer: Contact.nullable(),
  /** 排污许可证, or the receipt of a registration. */
  permit: z
    .strictObject({
      number: words(40),
      type: oneOf(PERMIT_TYPES),
      validFrom: Day,
      validTo: Day,
      pollutants: list(words(30)),
    })
    .nullable(),
  /** 环评 and 竣工环保验收. */
  eia: list(z.strictObject({ project: words(100), kind: oneOf(EIA_KINDS), number: words(60), approvedOn: Day })),
  acceptance: list(z.strictObject({ project: words(100), number: words(60), acceptedOn: Day })),
  products: list(Amount),
  processes: list(words(60)),
  equipment: list(z.strictObject({ name: words(60), count: z.int().min(1).max(10_000) })),
  materials: list(Amount),
  /** 污染防治设施. */
  treatment: list(
    z.strictObject({ name: words(60), against: words(40), process: words(100), capacity: z.string().max(40) }),
  ),
  /** 排放口. */
  outfalls: list(
    z.strictObject({
      no: words(20),
      name: words(60),
      kind: oneOf(OUTFALL_KINDS),
      location: Location.nullable(),
      limits: list(z.strictObject({ item: words(30), limit: z.number(), unit: words(20) })),
    }),
  ),
  /** 在线监测. */
  monitors: list(
    z.strictObject({
      no: words(20),
      name: words(60),
      kind: oneOf(MONITOR_KINDS),
      items: list(words(30)),
      networked: z.boolean(),
    }),
  ),
  hazardousWaste: list(z.strictObject({ code: words(20), name: words(60), perYear: z.number().min(0).nullable() })),
  /** The day on which somebody last looked whether all this still holds. */
  checkedOn: Day,
});
export type Dossier = z.infer<typeof Dossier>;
