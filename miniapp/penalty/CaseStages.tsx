import './penalty.css';

/** The road of a case in eight places, and which states stand where. */
const STAGES: readonly (readonly [label: string, states: readonly string[]])[] = [
  ['立案', ['clue', 'notFiled', 'filed', 'filingRevoked']],
  ['调查', ['investigating', 'suspended', 'terminated']],
  ['审查', ['investigated', 'reviewing', 'noPenalty', 'transferred']],
  ['告知', ['noticed', 'stated', 'hearingRequested', 'noResponse', 'hearingHeld']],
  ['审核', ['rechecked', 'legalReviewed', 'discussed']],
  ['决定', ['decided']],
  ['执行', ['served', 'paid', 'instalment', 'overdue', 'demanded', 'courtApplied', 'enforced']],
  ['归档', ['closed', 'archived']],
];

/** Where the case stands on its road. */
export function CaseStages({ status }: { status: string }) {
  const here = STAGES.findIndex(([, states]) => states.includes(status));
  return (
    <ol className="case-stages" aria-label="办理阶段" data-testid="case-stages">
      {STAGES.map(([label], at) => (
        <li key={label} className={at < here ? 'past' : at === here ? 'here' : ''} aria-current={at === here && 'step'}>
          <span>{label}</span>
        </li>
      ))}
    </ol>
  );
}
