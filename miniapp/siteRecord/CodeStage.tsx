import { useState } from 'react';
import { scanCode } from '../dingtalk/bridge';
import { ActionCode } from '../inspection/ActionCode';
import { toast } from '../shell/toast';
import { moment } from '../time';
import { useNow } from '../useNow';
import { inWords } from './inWords';
import { officerOf, type SiteVisit, useFieldVisit } from './fieldVisit';

/** How many last characters of the code are compared where it is typed. */
const TYPED = 4;

/** 亮码: the party scans it from this phone, this phone scans it from paper, or its end is typed. */
export function CodeStage() {
  const { state, me, seed, writes, say } = useFieldVisit<SiteVisit>();
  const now = useNow();
  const code = seed.actionCode;
  const [isTyping, setTyping] = useState(false);
  const isShown = Boolean(officerOf(state, me)?.shownAt);

  async function scan() {
    try {
      const found = await scanCode();
      if (found) await say('scanCode', { code: found });
    } catch (error) {
      toast(inWords(error));
      setTyping(true);
    }
  }
  return (
    <>
      {state.codeScannedAt && (
        <section className="card ready" data-testid="code-scanned">
          <h2>已亮码</h2>
          <p className="hint">{moment(state.codeScannedAt, now)}</p>
        </section>
      )}
      {!isShown && <p className="notice">请先亮证，再亮码。</p>}
      <section className="card action-code" aria-label="行政行为码">
        <ActionCode code={code} />
        <p className="big-code">{code}</p>
        {!state.codeScannedAt && writes && isShown && (
          <>
            <button
              type="button"
              className="button big primary"
              data-testid="code-shown"
              onClick={() => void say('scanCode', { code })}
            >
              当事人已扫这个码
            </button>
            <button type="button" className="button big" data-testid="code-scan" onClick={() => void scan()}>
              我来扫纸上的码
            </button>
            {isTyping ? (
              <TypedCode code={code} onMatch={() => void say('scanCode', { code })} />
            ) : (
              <button type="button" className="button big quiet" onClick={() => setTyping(true)}>
                扫不了，输入末尾 {TYPED} 位
              </button>
            )}
          </>
        )}
      </section>
    </>
  );
}

function TypedCode({ code, onMatch }: { code: string; onMatch: () => void }) {
  const [typed, setTyped] = useState('');
  const whole = typed.trim().toUpperCase();
  const isWrong = whole.length >= TYPED && !code.toUpperCase().endsWith(whole);
  function change(value: string) {
    setTyped(value);
    const said = value.trim().toUpperCase();
    if (said.length >= TYPED && code.toUpperCase().endsWith(said)) onMatch();
  }
  return (
    <label className="field-label">
      行政行为码末尾 {TYPED} 位
      <input
        className="plain-input"
        value={typed}
        autoCapitalize="characters"
        autoComplete="off"
        maxLength={100}
        data-testid="code-typed"
        onChange={(event) => change(event.target.value)}
      />
      {isWrong && (
        <span className="fault" role="alert">
          和这次检查的行政行为码不一致，请核对后再输。
        </span>
      )}
    </label>
  );
}
