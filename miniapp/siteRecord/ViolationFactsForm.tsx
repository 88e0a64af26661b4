import { VIOLATION_FACTS, type ViolationFacts } from '../../models/siteRecord/fields';
import { SettledInput } from './SettledInput';

type Fact = keyof ViolationFacts;
const FACTS = Object.keys(VIOLATION_FACTS) as Fact[];
const UNKNOWN = '不详';
const NONE: ViolationFacts = { duration: '', times: '', process: '', emissions: '', effect: '' };
const LONGEST: Record<Fact, number> = {
  duration: 200,
  times: 100,
  process: 500,
  emissions: 200,
  effect: 300,
};

/** 违法事实要素: what file reviews look for; what could not be found out says so. */
export function ViolationFactsForm({
  facts = NONE,
  draft,
  onChange,
}: {
  facts: ViolationFacts | undefined;
  draft: string;
  onChange: (facts: ViolationFacts) => void;
}) {
  const empty = FACTS.filter((fact) => !facts[fact]);
  return (
    <fieldset className="violation-facts">
      <legend>违法事实</legend>
      {FACTS.map((fact) => (
        <SettledInput
          key={fact}
          label={VIOLATION_FACTS[fact]}
          draft={`${draft}/${fact}`}
          value={facts[fact]}
          maxLength={LONGEST[fact]}
          onSettle={(text) => onChange({ ...facts, [fact]: text })}
        />
      ))}
      {empty.length > 0 && (
        <button
          type="button"
          className="button big"
          data-testid="facts-unknown"
          onClick={() => onChange({ ...facts, ...Object.fromEntries(empty.map((fact) => [fact, UNKNOWN])) })}
        >
          其余 {empty.length} 项现场查不清，记“不详”
        </button>
      )}
    </fieldset>
  );
}
