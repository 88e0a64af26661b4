/** Whether what somebody declared stands against checking an enterprise on a day. Pure. */
import { addCalendarMonths } from '../core/calendar';
import { policy } from '../core/policy';
import { type Declaration, type Relation, type RelationKind } from './declaration.schema';

/** The enterprise as far as a relation can touch it; `place` is the township or island. */
export interface Touched {
  enterprise: string;
  place: string;
}

type Declared = Pick<Declaration, 'relations' | 'origin'>;

/** How long each kind counts, in years; null for as long as it is declared. */
const yearsOf = (kind: RelationKind): number | null => {
  const { employmentYears, permitYears } = policy().flying;
  return { RELATIVE: null, INTEREST: null, EMPLOYMENT: employmentYears, PERMIT: permitYears }[kind];
};

function counts({ kind, endedOn }: Relation, onDay: string): boolean {
  const years = yearsOf(kind);
  return years === null || endedOn === null || onDay <= addCalendarMonths(endedOn, 12 * years);
}

/**
 * The kinds of relation that keep the person from this enterprise on that day (YYYY-MM-DD); empty when none does. Every relation is
 * looked at, whether it is this enterprise's or not: the work does not depend on the answer.
 */
export function conflictsWith(declared: Declared, { enterprise }: Touched, onDay: string): RelationKind[] {
  const judged = declared.relations.map((relation) => ({
    kind: relation.kind,
    stands: Number(relation.enterprise === enterprise) * Number(counts(relation, onDay)) === 1,
  }));
  return [...new Set(judged.filter(({ stands }) => stands).map(({ kind }) => kind))];
}

/** Same place of origin: a mark for the closing report, no reason to be replaced. */
export const sameOrigin = ({ origin }: Declared, { place }: Touched): boolean =>
  !!origin && (place.includes(origin) || origin.includes(place));
