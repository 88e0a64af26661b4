import { useEffect, useState } from 'react';
import { request } from '../api';
import { type Colleague } from './answers';

const PAUSE_MS = 300;

/** People named one by one: search by name or pinyin, tap to add, tap again to take away. */
export function PeopleField({
  chosen,
  names,
  onChange,
}: {
  chosen: readonly string[];
  names: Record<string, string>;
  onChange: (people: string[], names: Record<string, string>) => void;
}) {
  const [words, setWords] = useState('');
  const [found, setFound] = useState<Colleague[]>([]);
  useEffect(() => {
    let isGone = false;
    const timer = setTimeout(() => {
      if (!words.trim()) return setFound([]);
      request<{ items: Colleague[] }>(`/api/alerts/people?words=${encodeURIComponent(words.trim())}`).then(
        ({ items }) => isGone || setFound(items),
        () => isGone || setFound([]),
      );
    }, PAUSE_MS);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [words]);
  const others = found.filter(({ id }) => !chosen.includes(id));
  return (
    <>
      <h3>点名到人</h3>
      <input
        className="alert-input"
        value={words}
        placeholder="输入姓名或拼音查找"
        aria-label="按姓名查找"
        data-testid="people-search"
        maxLength={20}
        onChange={(event) => setWords(event.target.value)}
      />
      <div className="chips">
        {chosen.map((id) => (
          <button
            key={id}
            type="button"
            className="chip alert-chip chosen"
            aria-label={`移除${names[id] ?? id}`}
            onClick={() =>
              onChange(
                chosen.filter((one) => one !== id),
                names,
              )
            }
          >
            {names[id] ?? '已选人员'} ×
          </button>
        ))}
        {others.map(({ id, name, unitName }) => (
          <button
            key={id}
            type="button"
            className="chip alert-chip"
            data-testid={`person-${id}`}
            onClick={() => onChange([...chosen, id], { ...names, [id]: name })}
          >
            + {name}
            {unitName ? ` ${unitName}` : ''}
          </button>
        ))}
      </div>
    </>
  );
}
