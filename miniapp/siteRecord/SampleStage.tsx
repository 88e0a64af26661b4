import { type SiteVisit, useFieldVisit } from './fieldVisit';

/** Where this stage stands. */
export function SampleStage() {
  const { seed } = useFieldVisit<SiteVisit>();
  return <p className="hint">{seed.enterpriseName}</p>;
}
