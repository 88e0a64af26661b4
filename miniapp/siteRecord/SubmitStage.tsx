import { type SiteVisit, useFieldVisit } from './fieldVisit';

/** Where this stage stands. */
export function SubmitStage() {
  const { seed } = useFieldVisit<SiteVisit>();
  return <p className="hint">{seed.enterpriseName}</p>;
}
