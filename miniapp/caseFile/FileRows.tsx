import { useState } from 'react';
import { Nothing, Trouble, Waiting } from '../shell/States';
import { day } from '../time';
import { useNow } from '../useNow';
import { useRemote } from '../useRemote';
import { type FileAnswer, type FileEntry, type Group } from './answers';
import { Editions } from './Editions';

const EMPTY: Record<Group, readonly [title: string, hint: string]> = {
  document: ['还没有文书', '案件办到相应环节后，文书会自动列在这里。'],
  evidence: ['还没有证据', '可以在案件页“补充证据”，现场笔录里的照片会随案带入。'],
  record: ['没有其他关联记录', '检查任务、信访件、移送等与本案有关的记录会列在这里。'],
};

type Photo = Extract<FileEntry['opens'], { photo: string }>;
const photoAddress = ({ photo, of }: Photo, size: 'thumb' | 'shown'): string => {
  if (of === 'file') return `/api/files/${photo}?size=${size}`;
  return size === 'thumb' ? `/api/evidence/${photo}?size=thumb` : `/api/evidence/${photo}`;
};

function addressOf({ opens }: FileEntry): string | undefined {
  if (!opens) return undefined;
  if ('photo' in opens) return photoAddress(opens, 'shown');
  const parts = opens.kind ? ['documents', opens.path, opens.id, opens.kind] : [opens.path, opens.id];
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** A file that is no picture, or has not arrived yet, has none to show. */
function Thumb({ photo }: { photo: Photo }) {
  const [gone, setGone] = useState(false);
  if (gone) return <span className="file-none">无图</span>;
  return <img src={photoAddress(photo, 'thumb')} alt="" loading="lazy" onError={() => setGone(true)} />;
}

function Row({ entry, penalty }: { entry: FileEntry; penalty: string }) {
  const now = useNow();
  const [asked, setAsked] = useState(false);
  const { title, no, at, pages, versions, hash, note, opens } = entry;
  const isPhoto = opens !== null && 'photo' in opens;
  const facts = [no, day(at, now), pages > 0 && !isPhoto ? `${String(pages)} 页` : ''].filter(Boolean).join(' · ');
  return (
    <li className="file-row" data-testid="file-row">
      <a href={addressOf(entry)} {...(isPhoto ? { target: '_blank', rel: 'noreferrer' } : {})}>
        {isPhoto && <Thumb photo={opens} />}
        <span className="file-words">
          <b>{title}</b>
          {facts && <span>{facts}</span>}
          {note && <span className="hint">{note}</span>}
          {hash && <code>校验值 {hash.slice(0, 16)}</code>}
        </span>
      </a>
      {versions > 1 && opens && 'kind' in opens && (
        <button type="button" className="button quiet" onClick={() => setAsked(!asked)} data-testid="editions">
          共 {versions} 版
        </button>
      )}
      {asked && opens && 'kind' in opens && <Editions penalty={penalty} kind={opens.kind ?? ''} />}
    </li>
  );
}

/** One stretch of the register, and on demand the next: a file of hundreds of entries opens as fast as one of ten. */
export function FileRows({ penalty, group, from = 0 }: { penalty: string; group: Group; from?: number }) {
  const [more, setMore] = useState(false);
  const address = `/api/penalties/${encodeURIComponent(penalty)}/file?group=${group}&from=${String(from)}`;
  const { data, error, reload } = useRemote<FileAnswer>(address, ({ id }) => id === penalty);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  const { items, next } = data;
  if (from === 0 && items.length === 0) return <Nothing title={EMPTY[group][0]}>{EMPTY[group][1]}</Nothing>;
  return (
    <>
      <ul className="file-rows">
        {items.map((entry) => (
          <Row key={entry.id} entry={entry} penalty={penalty} />
        ))}
      </ul>
      {next !== null && !more && (
        <button type="button" className="button big" onClick={() => setMore(true)} data-testid="file-more">
          再看 {Math.min(50, data.counts[group] - next)} 项
        </button>
      )}
      {next !== null && more && <FileRows penalty={penalty} group={group} from={next} />}
    </>
  );
}
