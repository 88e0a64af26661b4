/**
 * Who can be sent: two certified officers at least (行政处罚法 第四十二条; 生态环境行政处罚办法 第二十五条), whose certificates are valid on the
 * day of the check. Auxiliary staff may come along; they are not counted and not named here.
 */
import { type Actor, permits } from '../core/access';
import { DomainError } from '../core/errors';
import { type AssignedOfficer, type Inspection } from './inspection.schema';
import { type Candidate } from './lookups';

/** Fewer cannot check. */
export const FEWEST = 2;

type Where = Pick<Inspection, 'county' | 'plannedOn'>;

/** Why this person cannot be counted on that day; undefined when they can. */
export function unfit(candidate: Candidate, day: string): string | undefined {
  const { name, isOfficer, certificateNo, certificateValidTo } = candidate;
  if (!isOfficer || !certificateNo || !certificateValidTo)
    return `${name}没有执法证，不能计入检查人员，请换一名持证执法人员`;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(certificateValidTo))
    return `${name}的执法证有效期填写不对，请让钉钉管理员改成 2028-12-31 这样的日期`;
  if (certificateValidTo < day)
    return `${name}的执法证 ${certificateValidTo} 到期，检查那天（${day}）已经失效，请换人或改期`;
  return undefined;
}

/** A branch sends its own people and those of the city's force; who reaches the whole city sends anybody. */
const mayBeSentBy = (actor: Actor, { county }: Candidate, where: Where) =>
  county === null || county === where.county || permits('assignInspection', actor, { county: 'elsewhere' });

/**
 * The officers as they are written down for the check.
 *
 * @throws DomainError INVALID_INPUT naming every reason: unknown, without certificate, expired, of another county, twice the same
 */
export function crewOf(
  ids: readonly string[],
  candidates: readonly Candidate[],
  where: Where,
  actor: Actor,
): AssignedOfficer[] {
  const found = ids.map((id) => ({ id, candidate: candidates.find((one) => one.id === id) }));
  const faults = found.flatMap(({ candidate }) => {
    if (!candidate) return ['有一名所选人员不在通讯录里，请重新选择'];
    const reason = unfit(candidate, where.plannedOn);
    if (reason) return [reason];
    return mayBeSentBy(actor, candidate, where) ? [] : [`${candidate.name}是其他县区的人员，请由局领导派员或换人`];
  });
  const officers = found.flatMap(({ candidate }) => (candidate ? [officer(candidate)] : []));
  if (new Set(officers.map(({ certificateNo }) => certificateNo)).size < ids.length && faults.length === 0)
    faults.push('两名检查人员的执法证号相同，请核对后重新选择');
  if (ids.length < FEWEST) faults.push('现场检查至少要两名持证执法人员，请再选一名');
  if (faults.length > 0)
    throw new DomainError('INVALID_INPUT', `${[...new Set(faults)].join('；')}。`, { officers: ids.length });
  return officers;
}

const officer = ({ id, name, certificateNo, certificateValidTo }: Candidate): AssignedOfficer => ({
  ...{ id, name, certificateNo: certificateNo ?? '', certificateValidTo: certificateValidTo ?? '' },
});
