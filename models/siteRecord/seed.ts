/** What a site record starts from: everything that is known before anybody leaves, so that as little as possible has to be typed. */
import { COUNTIES } from '../core/place';
import { shanghaiDay } from '../core/calendar';
import { checklistsFor } from '../checkItem/checkItem.store';
import { type Dossier, EIA_KINDS, PERMIT_TYPES } from '../enterprise/dossier.schema';
import { type Enterprise } from '../enterprise/enterprise.schema';
import { enterprises } from '../enterprise/enterprise.store';
import { limitsNow } from '../field/record';
import { CHECK_TYPES, type Inspection, TRIGGERS } from '../inspection/inspection.schema';
import { foldSiteRecord } from './fold';
import { type SiteRecord, type SiteSeed } from './siteRecord.schema';
import { lockedAt } from './siteRecord.store';

type Task = Omit<Inspection, 'version'>;
type Known = Pick<Enterprise, '_id' | 'name' | 'uscc' | 'dossier'>;
type Prefill = SiteSeed['prefill'];

const list = (words: readonly (string | null | undefined | false)[]): string => words.filter(Boolean).join('；');
const amount = ({ name, perYear, unit }: { name: string; perYear: number | null; unit: string }) =>
  perYear === null ? name : `${name}${perYear}${unit}/年`;

function ofDossier({ legalRepresentative, permit, eia, acceptance, ...of }: Dossier): Prefill {
  return {
    'party.legalRepresentative': legalRepresentative?.name ?? '',
    'production.products': list(of.products.map(amount)),
    'production.process': list(of.processes),
    'production.equipment': list(of.equipment.map(({ name, count }) => `${name}${count}台（套）`)),
    'production.materials': list(of.materials.map(amount)),
    'compliance.eia': eia.length > 0 ? 'YES' : '',
    'compliance.eiaText': list(eia.map(({ project, kind, number }) => `${project}（${EIA_KINDS[kind]}，${number}）`)),
    'compliance.acceptance': acceptance.length > 0 ? 'YES' : '',
    'compliance.acceptanceText': list(acceptance.map(({ project, number }) => `${project}（${number}）`)),
    'compliance.permit': permit ? 'YES' : '',
    'compliance.permitNo': permit?.number ?? '',
    'compliance.permitText': permit ? `${PERMIT_TYPES[permit.type]}，有效期至${permit.validTo}` : '',
    'pollution.treatment': list(of.treatment.map(({ name, process }) => `${name}（${process}）`)),
    'pollution.discharge': list(of.outfalls.map(({ no, name }) => `${no}${name}`)),
  };
}

/** Empty lines are left out; lines longer than their field are cut where the field ends. */
const within = (prefill: Prefill): Prefill =>
  Object.fromEntries(Object.entries(prefill).flatMap(([name, value]) => (value ? [[name, value.slice(0, 200)]] : [])));

/** The published plan, or the kind of cause with its number: never who complained, nor what they said. */
function groundOf({ checkType, plan, trigger }: Task): string {
  const cause = trigger ? [TRIGGERS[trigger.kind], trigger.no ?? ''].filter(Boolean).join(' ') : (plan?.id ?? '');
  return [CHECK_TYPES[checkType], cause].filter(Boolean).join('，');
}

function lastVisitOf(record: SiteRecord | undefined): SiteSeed['lastVisit'] {
  if (!record) return null;
  const { answers, outcome } = foldSiteRecord(record.seed, record.field);
  return {
    record: record._id,
    on: shanghaiDay(record.arrivedAt ?? record.lockedAt ?? new Date(0)),
    outcome,
    answers: Object.fromEntries(
      Object.entries(answers).map(([key, { value }]) => [key, { result: value.result, text: value.text }]),
    ),
  };
}

/** The seeds of these tasks, by id of the task; read once for all of them. */
export async function seedsOf(tasks: readonly Task[], now: Date): Promise<Map<string, SiteSeed>> {
  const ids = [...new Set(tasks.flatMap(({ enterprise }) => enterprise ?? []))];
  const day = shanghaiDay(now);
  const [found, visits, checklists] = await Promise.all([
    enterprises
      .find({ _id: { $in: ids } }, { projection: { name: 1, uscc: 1, dossier: 1 } })
      .toArray() as unknown as Promise<Known[]>,
    lockedAt(ids, 1),
    checklistsFor([...new Set(tasks.map(({ sector }) => sector))], day),
  ]);
  const known = new Map(found.map((one) => [one._id, one]));
  const visit = new Map<string, SiteRecord>();
  for (const one of visits) if (one.enterprise && !visit.has(one.enterprise)) visit.set(one.enterprise, one);
  return new Map(
    tasks.map((task): [string, SiteSeed] => {
      const enterprise = known.get(task.enterprise ?? '');
      return [
        task._id,
        {
          ...{ record: `siteRecord:${task._id}`, inspection: task._id, no: task.no, checkType: task.checkType },
          ...{ ground: groundOf(task), enterprise: task.enterprise, enterpriseName: task.enterpriseName },
          ...{ sector: task.sector, county: task.county, place: task.place, location: task.location },
          ...{ officers: task.officers, actionCode: task.actionCode, plannedOn: task.plannedOn },
          ...{ instruction: task.instruction, checklist: checklists[task.sector] ?? [] },
          prefill: within({
            'party.name': task.enterpriseName,
            'party.uscc': enterprise?.uscc ?? '',
            'party.address': [COUNTIES[task.county], task.place].filter(Boolean).join(' '),
            ...(enterprise?.dossier ? ofDossier(enterprise.dossier) : {}),
          }),
          prefilledFrom: enterprise?.dossier?.checkedOn ?? null,
          lastVisit: lastVisitOf(visit.get(task.enterprise ?? '')),
          ...{ supplements: null, limits: limitsNow(), madeAt: now.toISOString() },
        },
      ];
    }),
  );
}
