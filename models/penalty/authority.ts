import { type County } from '../core/place';
import { policy } from '../core/policy';

/**
 * In whose name a case is decided: the county's branch from the day on which branches decide in their own name, before that the bureau.
 * Heading, seal and signature follow it (案卷评查细则 item 1).
 *
 * @param day Shanghai day
 * @returns the county, or null for the bureau
 */
export function authorityOf(county: County, day: string): County | null {
  const from = policy().penalty.branchOwnNameFrom;
  return from !== null && day >= from ? county : null;
}
