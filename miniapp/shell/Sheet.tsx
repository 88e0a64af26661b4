import { type ReactNode, useEffect, useId, useRef } from 'react';

/** A panel from below that holds the focus; closes by its button, by Escape, and by a tap beside it. */
export function Sheet({
  title,
  onClose,
  children,
  footer,
  testId,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  testId?: string;
}) {
  const panel = useRef<HTMLDivElement>(null);
  const name = useId();
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    document.body.classList.add('sheet-open');
    return () => {
      document.body.classList.remove('sheet-open');
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div className="sheet-shade" onClick={(event) => event.target === event.currentTarget && onClose()}>
      <div
        ref={panel}
        className="sheet"
        role="dialog"
        aria-modal="true"
        aria-labelledby={name}
        tabIndex={-1}
        data-testid={testId}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
      >
        <header className="sheet-head">
          <h2 id={name}>{title}</h2>
          <button type="button" className="button quiet" onClick={onClose}>
            关闭
          </button>
        </header>
        <div className="sheet-body">{children}</div>
        {footer && <footer className="sheet-foot">{footer}</footer>}
      </div>
    </div>
  );
}
