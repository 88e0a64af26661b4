import { Trouble, Waiting } from '../shell/States';
import { moment } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';

interface Edition {
  no: string;
  at: string;
}

/** Every edition of one document that was issued, the latest first. */
export function Editions({ penalty, kind }: { penalty: string; kind: string }) {
  const now = useNow();
  const address = `/api/penalties/${encodeURIComponent(penalty)}/editions/${encodeURIComponent(kind)}`;
  const { data, error, reload } = useRemote<{ items: Edition[] }>(address, ({ id }) => id === penalty);
  if (!data) return error === undefined ? <Waiting lines={1} /> : <Trouble error={error} onAgain={reload} />;
  return (
    <ul className="editions">
      {[...data.items].reverse().map(({ no, at }, index) => (
        <li key={at}>
          <a href={`#/documents/penalties/${encodeURIComponent(penalty)}/${kind}/${encodeURIComponent(at)}`}>
            第 {data.items.length - index} 版 {no} {moment(at, now)}
          </a>
        </li>
      ))}
    </ul>
  );
}
