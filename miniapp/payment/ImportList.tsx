import { useRef, useState } from 'react';
import { SOURCES, type PaymentSource } from '../../models/payment/payment.schema';
import { request } from '../api';
import { freshUlid } from '../freshUlid';
import { sentenceOf } from '../wire';
import { type ImportedAnswer } from './answers';
import '../penalty/execution.css';

const LARGEST = 180_000;
async function contentOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
const words = ({ lines, added, unmatched, known }: ImportedAnswer) =>
  `清单共 ${lines} 笔：新增 ${added} 笔${unmatched > 0 ? `（${unmatched} 笔待认领）` : ''}${known > 0 ? `，${known} 笔以前导入过，没有重复入账` : ''}。`;

/** 导入清单: all of it or, where a cell is wrong, none. */
export function ImportList() {
  const chosen = useRef<HTMLInputElement>(null);
  const [source, setSource] = useState<PaymentSource>('BANK');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState('');
  const [done, setDone] = useState<ImportedAnswer>();
  const take = async (file: File | undefined) => {
    if (!file) return;
    setDone(undefined);
    setRefused(file.size > LARGEST ? '文件太大（最多 180 KB），请分次导入。' : '');
    if (file.size > LARGEST) return;
    setBusy(true);
    try {
      const body = { id: freshUlid(), source, file: await contentOf(file) };
      setDone(await request<ImportedAnswer>('/api/payments/import', { method: 'POST', body }));
    } catch (error) {
      setRefused(sentenceOf(error));
    } finally {
      setBusy(false);
      if (chosen.current) chosen.current.value = '';
    }
  };
  return (
    <section className="card payment-file" aria-label="导入清单">
      <h2>导入缴款清单</h2>
      <div className="segments" role="radiogroup" aria-label="清单来自">
        {Object.entries(SOURCES).map(([own, label]) => (
          <button
            key={own}
            type="button"
            role="radio"
            className="segment"
            aria-checked={source === own}
            aria-selected={source === own}
            onClick={() => setSource(own as PaymentSource)}
          >
            {label}
          </button>
        ))}
      </div>
      <button type="button" className="button big primary" disabled={busy} onClick={() => chosen.current?.click()}>
        {busy ? '正在导入…' : '选择 .xlsx 或 CSV 文件'}
      </button>
      <input
        ref={chosen}
        type="file"
        hidden
        accept=".xlsx,.csv"
        data-testid="payment-file"
        onChange={(event) => void take(event.target.files?.[0])}
      />
      {refused && (
        <p className="fault" role="alert" data-testid="import-refused">
          {refused}
        </p>
      )}
      {done && (
        <div role="status" data-testid="import-done">
          <p>{words(done)}</p>
          {done.conflicts.map(({ ref, was, is }) => (
            <p key={ref} className="fault">
              流水号 {ref} 与以前导入的不一致：以前是 {was}，这次是 {is}。以前的没有改动，请向银行核实。
            </p>
          ))}
        </div>
      )}
    </section>
  );
}
