import { useCallback, useState } from 'react';
import { useLocation } from 'wouter';
import { type Me } from '../answers';
import { Nothing } from '../shell/States';
import { UnsentBanner } from '../shell/UnsentBanner';
import { ConnectionLost } from './ConnectionLost';
import { DeskDetail } from './DeskDetail';
import { DeskFilters } from './DeskFilters';
import { DeskHead } from './DeskHead';
import { DeskList } from './DeskList';
import { DeskNav } from './DeskNav';
import { EMPTY_FILTER, type DeskFilter } from './deskFilter';
import { Ladder } from './Ladder';
import { RegisterModal } from './RegisterModal';

/** 值班台: what has come in, what it is, and who has not answered – side by side, live. */
export function DeskPage({ me, id, step }: { me: Me; id: string | null; step: string | undefined }) {
  const [filter, setFilter] = useState<DeskFilter>(EMPTY_FILTER);
  const [isRegistering, setRegistering] = useState(step === 'register' && id === null);
  const [, go] = useLocation();
  const choose = useCallback((chosen: string) => go(`/petitions/${encodeURIComponent(chosen)}`), [go]);
  return (
    <div className="desk">
      <ConnectionLost />
      <UnsentBanner saysOffline={false} />
      <DeskNav me={me} />
      <DeskHead me={me} onRegister={() => setRegistering(true)} />
      <div className="desk-columns">
        <section className="desk-list" aria-label="信访列表">
          <DeskFilters filter={filter} onChange={setFilter} isCity={me.county === null} />
          <DeskList filter={filter} chosen={id} onChoose={choose} />
        </section>
        <section className="desk-detail" aria-label="信访详情" data-testid="desk-detail">
          {id ? (
            <DeskDetail key={id} id={id} step={step} />
          ) : (
            <Nothing title="请从左边选一件">用 ↑ ↓ 键逐件查看，回车进入详情。</Nothing>
          )}
        </section>
        <aside className="desk-ladder" aria-label="待签收">
          <Ladder onChoose={(chosen, path) => go(`/${path}/${encodeURIComponent(chosen)}`)} />
        </aside>
      </div>
      {isRegistering && me.may.registerPetition && (
        <RegisterModal
          onClose={() => setRegistering(false)}
          onDone={(registered) => {
            setRegistering(false);
            choose(registered);
          }}
        />
      )}
    </div>
  );
}
