import { Button, Modal } from 'antd';
import { useRef, useState } from 'react';
import { request } from '../api';
import { freshId } from '../freshId';
import { type FaultyField, Refusal, sentenceOf } from '../wire';
import { monthWords } from './rosterAnswer';

const LARGEST = 180_000;

/** The file as base64. */
async function contentOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

/** 导入: a spreadsheet becomes a plan to be previewed; with faults, nothing is kept and each is named by its cell. */
export function ImportModal({
  month,
  onClose,
  onDone,
}: {
  month: string;
  onClose: () => void;
  onDone: (plan: string) => void;
}) {
  const [busy, setBusy] = useState(false);
  const chosen = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState('');
  const [faults, setFaults] = useState<FaultyField[]>([]);
  const take = async (file: File | undefined) => {
    if (!file) return;
    setFaults([]);
    setRefused(file.size > LARGEST ? '文件太大（最多 180 KB），请只保留值班表一页，或分月导入。' : '');
    if (file.size > LARGEST) return;
    setBusy(true);
    try {
      const body = { id: freshId(), file: await contentOf(file) };
      onDone((await request<{ id: string }>('/api/duty/import', { method: 'POST', body })).id);
    } catch (error) {
      setRefused(sentenceOf(error));
      setFaults(error instanceof Refusal ? error.fields : []);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal open title="导入值班表" footer={null} onCancel={onClose} width={680} data-testid="import-modal">
      <p>
        请用模板填写：一天一行，一个岗位一列，姓名之间用顿号隔开。导入后先看预览，确认无误再发布；有一处不对，一行也不会写入。
      </p>
      <p className="row">
        <Button href={`/api/duty/template?month=${month}`}>下载{monthWords(month)}模板</Button>
        <Button type="primary" loading={busy} onClick={() => chosen.current?.click()}>
          选择表格文件
        </Button>
        <input
          ref={chosen}
          type="file"
          className="unseen"
          accept=".xlsx,.csv"
          tabIndex={-1}
          aria-label="表格文件"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = '';
          }}
          data-testid="import-file"
        />
      </p>
      {refused && faults.length === 0 && (
        <p className="fault" role="alert">
          {refused}
        </p>
      )}
      {faults.length > 0 && (
        <div role="alert">
          <p className="fault">有 {faults.length} 处要改，一行也没有导入：</p>
          <ul className="roster-faults" data-testid="import-faults">
            {faults.map(({ field, reason }) => (
              <li key={`${field}${reason}`}>
                <b>{field}</b> {reason}
              </li>
            ))}
          </ul>
        </div>
      )}
    </Modal>
  );
}
