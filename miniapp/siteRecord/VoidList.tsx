import { clockWords } from '../../models/core/calendar';
import { interviewSteps } from '../../models/interview/interview.steps';
import { siteSteps } from '../../models/siteRecord/siteRecord.steps';
import { nameOf, useFieldVisit } from './fieldVisit';

const STEPS = { ...interviewSteps, ...siteSteps };

/** What was written but does not count, and why. It stays in the record's chain. */
export function VoidList() {
  const { state, refused } = useFieldVisit();
  if (state.voids.length + refused.length === 0) return null;
  return (
    <details className="card" data-testid="voids">
      <summary>没有采用的操作（{state.voids.length + refused.length}）</summary>
      <ul>
        {state.voids.map(({ event, type, author, at, reason }) => (
          <li key={event}>
            <strong>
              {nameOf(state, author)} {clockWords(new Date(at))} {STEPS[type]?.label ?? '操作'}
            </strong>
            <p>{reason}</p>
          </li>
        ))}
        {refused.map(({ id, sentence }) => (
          <li key={id}>
            <strong>服务器没有采用</strong>
            <p>{sentence}</p>
          </li>
        ))}
      </ul>
      <p className="hint">这些内容原样留存，不影响其他内容。</p>
    </details>
  );
}
