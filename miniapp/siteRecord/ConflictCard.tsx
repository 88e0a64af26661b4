import { clockWords } from '../../models/core/calendar';
import { nameOf, useFieldVisit } from './fieldVisit';
import { valueWords } from './valueWords';

/** What two officers wrote differently of one thing, side by side, to be settled by one tap. Nothing shows when they agree. */
export function ConflictCard({ of }: { of: string }) {
  const { state, writes, say, me } = useFieldVisit();
  const conflict = state.conflicts.find((one) => one.of === of);
  if (!conflict) return null;
  return (
    <section className="differing" aria-label={`两人记录不一致：${conflict.label}`} data-testid="conflict" data-of={of}>
      <strong>两人记录不一致：{conflict.label}</strong>
      <div className="differing-pair">
        {conflict.statements.map(({ author, value, at, event }) => (
          <div key={event}>
            <small>
              {author === me ? '我' : nameOf(state, author)}，{clockWords(new Date(at))}
            </small>
            <p>{valueWords(of, value)}</p>
            {writes && (
              <button
                type="button"
                className="button"
                onClick={() => void say('settle', { of, choose: event })}
                data-testid="settle"
              >
                采用这个
              </button>
            )}
          </div>
        ))}
      </div>
      <p className="hint">
        {conflict.mustAgree
          ? '这一项通读前要确定采用哪一种。两种说法都会留存，不会删除。'
          : '可以点选采用哪一种；不点就两种都写进笔录。'}
      </p>
    </section>
  );
}

/** All that differs in this record. */
export function Conflicts() {
  const { state } = useFieldVisit();
  return state.conflicts.map(({ of }) => <ConflictCard key={of} of={of} />);
}
