import { useEffect, useId, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { type Signature, signatureFault, signatureOf } from '../../models/core/signature';
import { useInk } from './useInk';
import './signature.css';

const PORTRAIT = '(orientation: portrait)';
function watchTurning(listener: () => void) {
  const query = window.matchMedia(PORTRAIT);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}
const useUpright = () => useSyncExternalStore(watchTurning, () => window.matchMedia(PORTRAIT).matches);

/**
 * The whole screen to sign on with a finger, lying on its side so that a name has room; the person holding an upright phone turns it.
 * A mark that is no name is refused in words, and what was written stays.
 *
 * @param words what the signature confirms, read by the signer above the line
 */
export function SignaturePad({
  title,
  words,
  onDone,
  onClose,
}: {
  title: string;
  words?: string | undefined;
  onDone: (signature: Signature) => void;
  onClose: () => void;
}) {
  const upright = useUpright();
  const ink = useInk(upright);
  const [fault, setFault] = useState<string>();
  useEffect(() => setFault(undefined), [ink.count]);
  const panel = useRef<HTMLDivElement>(null);
  const name = useId();
  useEffect(() => {
    const before = document.activeElement;
    panel.current?.focus();
    document.body.classList.add('sheet-open');
    return () => {
      if (!document.querySelector('.sheet')) document.body.classList.remove('sheet-open');
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  function done() {
    if (ink.count === 0) return setFault('还没有签名，请在框内写下姓名。');
    const signature = signatureOf(ink.strokes(), ink.surface());
    const found = signatureFault(signature);
    setFault(found);
    if (!found) onDone(signature);
  }
  return createPortal(
    <div
      ref={panel}
      className={upright ? 'signing turned' : 'signing'}
      role="dialog"
      aria-modal="true"
      aria-labelledby={name}
      tabIndex={-1}
      data-testid="signature-pad"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <header className="signing-head">
        <div>
          <h2 id={name}>{title}</h2>
          {words && <p className="signing-words">{words}</p>}
        </div>
        <button type="button" className="button quiet" onClick={onClose}>
          关闭
        </button>
      </header>
      <div className="signing-paper">
        <canvas {...ink.paper} aria-label="签名框，请用手指写下姓名" role="img" data-testid="signature-paper" />
        {ink.count === 0 && <span className="signing-hint">请在这里用手指签名</span>}
      </div>
      <footer className="signing-foot">
        <button type="button" className="button" disabled={ink.count === 0} onClick={ink.undo}>
          退一笔
        </button>
        <button type="button" className="button" disabled={ink.count === 0} onClick={ink.clear}>
          重写
        </button>
        <p className="fault" role="alert">
          {fault}
        </p>
        <button type="button" className="button primary" onClick={done} data-testid="signature-done">
          签好了
        </button>
      </footer>
    </div>,
    document.body,
  );
}
