import { useState } from 'react';
import { useLocation } from 'wouter';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { DueRows } from './DueRows';
import { type Kind, KINDS } from './kinds';

/** What comes after a decision, on the phone: three queues by deadline. */
export function AftermathPage() {
  const [kind, setKind] = useState<Kind>('follow-ups');
  const [, go] = useLocation();
  return (
    <Page title={KINDS[kind].label} back={goBack}>
      <div className="segments" role="tablist" aria-label="哪一类">
        {(Object.keys(KINDS) as Kind[]).map((one) => (
          <button
            key={one}
            type="button"
            role="tab"
            className="segment"
            aria-selected={kind === one}
            onClick={() => setKind(one)}
          >
            {KINDS[one].label}
          </button>
        ))}
      </div>
      <DueRows
        key={kind}
        path={`/api/${kind}?limit=60`}
        store={KINDS[kind].store}
        empty={KINDS[kind].empty}
        onChoose={(id) => go(`/${kind}/${encodeURIComponent(id)}`)}
      />
    </Page>
  );
}
