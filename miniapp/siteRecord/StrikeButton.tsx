import { useState } from 'react';
import { Sheet } from '../shell/Sheet';
import { useFieldVisit } from './fieldVisit';

const REASONS = ['重复登记', '登记错了', '与本次检查无关'];

/** 划去 something entered by mistake: a reason by one tap; it stays readable, struck out. */
export function StrikeButton({ of, noun }: { of: string; noun: string }) {
  const { say } = useFieldVisit();
  const [isAsking, setAsking] = useState(false);
  const strike = async (reason: string) => {
    if (await say('strike', { of, reason })) setAsking(false);
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)} data-testid="strike">
        划去
      </button>
      {isAsking && (
        <Sheet title={`为什么划去这条${noun}`} onClose={() => setAsking(false)}>
          <div className="options">
            {REASONS.map((reason) => (
              <button key={reason} type="button" className="option" onClick={() => void strike(reason)}>
                {reason}
              </button>
            ))}
          </div>
          <p className="hint">划去后原内容仍然看得到，打印时不再列出。</p>
        </Sheet>
      )}
    </>
  );
}
