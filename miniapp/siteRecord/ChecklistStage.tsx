import { type SiteVisit, useFieldVisit } from './fieldVisit';

/** Where this stage stands. */
export function ChecklistStage() {
  const { seed } = useFieldVisit<SiteVisit>();
  return <p className="hint">{seed.enterpriseName}</p>;
}
