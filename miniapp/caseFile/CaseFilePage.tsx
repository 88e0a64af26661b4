import { useState } from 'react';
import { useParams } from 'wouter';
import { StaleNotice } from '../record/StaleNotice';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { type FileAnswer, type Group, type VetoItem } from './answers';
import { FileRows } from './FileRows';
import { VetoList } from './VetoList';
import './caseFile.css';

const GROUPS = { document: '文书', evidence: '证据', record: '关联' } as const;
type Tab = Group | 'veto';

function Veto({ penalty }: { penalty: string }) {
  const address = `/api/penalties/${encodeURIComponent(penalty)}/veto`;
  const { data, error, reload } = useRemote<{ items: VetoItem[] }>(address, ({ id }) => id === penalty);
  if (!data) return error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />;
  return <VetoList items={data.items} penalty={penalty} />;
}

function Lists({ file: { id, lists, mayExport } }: { file: FileAnswer }) {
  const document = (kind: string) => `#/documents/penalties/${encodeURIComponent(id)}/${kind}`;
  return (
    <nav className="file-lists" aria-label="目录和导出">
      {lists.fileIndex && (
        <a className="button" href={document('fileIndex')} data-testid="file-index">
          卷宗目录
        </a>
      )}
      {lists.evidenceList && (
        <a className="button" href={document('evidenceList')} data-testid="evidence-list">
          证据目录
        </a>
      )}
      {mayExport && (
        <a className="button" href={`/api/penalties/${encodeURIComponent(id)}/export`} data-testid="file-export">
          导出整卷
        </a>
      )}
    </nav>
  );
}

/** 卷宗: documents, evidence and linked records of one case, and the 25 items it may fail by. */
export function CaseFilePage() {
  const { id = '' } = useParams<{ id: string }>();
  const [tab, setTab] = useState<Tab>('document');
  const address = `/api/penalties/${encodeURIComponent(id)}/file?group=document&from=0`;
  const { data, error, stale, reload } = useRemote<FileAnswer>(address, (change) => change.id === id);
  const tabs: readonly [Tab, string][] = [
    ...(Object.keys(GROUPS) as Group[]).map((group): [Tab, string] => [
      group,
      `${GROUPS[group]} ${data ? String(data.counts[group]) : ''}`.trim(),
    ]),
    ['veto', '否决项'],
  ];
  return (
    <Page title={data ? `卷宗 ${data.no}` : '卷宗'} back={goBack}>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data && (
        <>
          {stale && <StaleNotice error={error} />}
          {data.masked && <p className="notice">您不是本案办案人员，姓名和号码已遮盖。</p>}
          <Lists file={data} />
          <div className="segments" role="tablist" aria-label="卷宗内容">
            {tabs.map(([name, words]) => (
              <button
                key={name}
                type="button"
                role="tab"
                className="segment"
                aria-selected={tab === name}
                onClick={() => setTab(name)}
                data-testid={`file-tab-${name}`}
              >
                {words}
              </button>
            ))}
          </div>
          {tab === 'veto' ? <Veto penalty={id} /> : <FileRows key={tab} penalty={id} group={tab} />}
        </>
      )}
    </Page>
  );
}
