import { type ReactNode, useEffect } from 'react';
import { insideDingTalk, nameThePage } from '../dingtalk/bridge';

/** The frame of a phone page: its name, a way back, the content. DingTalk's own bar shows name and way back itself. */
export function Page({ title, back, children }: { title: string; back?: () => void; children: ReactNode }) {
  useEffect(() => nameThePage(title), [title]);
  return (
    <main className="page">
      <header className={insideDingTalk() ? 'page-head unseen' : 'page-head'}>
        {back && !insideDingTalk() && (
          <button type="button" className="button quiet" onClick={back} aria-label="返回">
            ‹ 返回
          </button>
        )}
        <h1>{title}</h1>
      </header>
      {children}
    </main>
  );
}
