import { useRef, useState } from 'react';
import { request } from '../api';
import { freshId } from '../freshId';
import { toast } from '../shell/toast';
import { sentenceOf } from '../wire';
import { type ListedTable } from './answers';

const MOST_BYTES = 180_000;

/** The bytes of a file as base64, without its head. */
const base64Of = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : '');
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(file);
  });

/** 从 Excel 导入: every fault of the file is told with sheet, row and column; nothing is proposed before all is right. */
export function ImportTables({ onDone }: { onDone: () => void }) {
  const [id, setId] = useState(freshId);
  const [note, setNote] = useState('');
  const [file, setFile] = useState<File>();
  const [refusal, setRefusal] = useState('');
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  async function hand() {
    if (!file) return setRefusal('请选择表格文件。');
    if (file.size > MOST_BYTES) return setRefusal('文件太大（最多 180 KB），请只保留裁量表后再导入。');
    setBusy(true);
    setRefusal('');
    try {
      const body = { id, note, file: await base64Of(file) };
      const { proposed } = await request<{ proposed: ListedTable[] }>('/api/discretion-tables/import', {
        ...{ method: 'POST', body },
      });
      toast(`已提出${proposed.length}张裁量表，等局领导批准`);
      setNote('');
      setFile(undefined);
      if (input.current) input.current.value = '';
      onDone();
    } catch (error) {
      setRefusal(sentenceOf(error));
    } finally {
      // A mended file is another proposal.
      setId(freshId());
      setBusy(false);
    }
  }

  return (
    <details className="card">
      <summary>从 Excel 导入</summary>
      <div className="assess-adjustment">
        <a className="button" href="/api/discretion-tables/workbook" download>
          下载现行裁量表（可作模板）
        </a>
        <label className="button table-file">
          {file ? file.name : '选择表格文件（.xlsx，每页一张裁量表）'}
          <input
            ref={input}
            type="file"
            accept=".xlsx"
            aria-label="表格文件"
            data-testid="table-file"
            onChange={({ target }) => setFile(target.files?.[0])}
          />
        </label>
        <label>
          修改说明
          <textarea rows={2} maxLength={300} value={note} onChange={({ target }) => setNote(target.value)} />
        </label>
        {refusal && (
          <p className="fault" role="alert">
            {refusal}
          </p>
        )}
        <button
          type="button"
          className="button big primary"
          disabled={busy || !file || !note.trim()}
          data-testid="import-tables"
          onClick={() => void hand()}
        >
          {busy ? '正在核对…' : '核对并提出'}
        </button>
      </div>
    </details>
  );
}
