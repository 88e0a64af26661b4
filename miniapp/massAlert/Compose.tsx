import { useCallback, useState } from 'react';
import { type Me } from '../answers';
import { freshId } from '../freshId';
import { Trouble, Waiting } from '../shell/States';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type Choices, type DraftAnswer } from './answers';
import { ComposeForm } from './ComposeForm';
import { blank, type Composing, fromDraft, keep, kept } from './composing';

const never = () => false;

/** Write a new alert, or go on with a draft. What was typed survives the page being closed on this device. */
export function Compose({
  me,
  id,
  onDone,
}: {
  me: Me;
  /** Null for a new one. */
  id: string | null;
  onDone: (id: string, sent: boolean) => void;
}) {
  const choices = useRemote<Choices>('/api/alerts/choices', never);
  const draft = useRemote<DraftAnswer>(id && `/api/alerts/${encodeURIComponent(id)}/draft`, never);
  const [fresh] = useState(freshId);
  const [found, setFound] = useState(() => (id ? null : kept(me.id)));
  const now = useNow(60_000);
  const onChange = useCallback((composing: Composing) => void (id || keep(me.id, composing)), [id, me.id]);
  const error = choices.data ? (id ? draft.error : undefined) : choices.error;
  if (error !== undefined) return <Trouble error={error} onAgain={choices.reload} />;
  if (!choices.data || (id && (!draft.data || draft.stale))) return <Waiting />;
  const initial = id && draft.data ? fromDraft(draft.data) : (found ?? blank(fresh, choices.data.answers, now));
  return (
    <>
      {found && (
        <p className="notice" role="status">
          上次写到一半的内容已经找回。
          <button
            type="button"
            className="button quiet"
            onClick={() => {
              keep(me.id, null);
              setFound(null);
            }}
          >
            重新写
          </button>
        </p>
      )}
      <ComposeForm
        key={found?.id ?? id ?? fresh}
        initial={initial}
        isNew={id === null}
        choices={choices.data}
        maySend={me.may.sendAlert ?? false}
        onChange={onChange}
        onDone={(done, sent) => {
          if (!id) keep(me.id, null);
          onDone(done, sent);
        }}
      />
    </>
  );
}
