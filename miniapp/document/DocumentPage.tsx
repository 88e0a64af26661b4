import { useParams } from 'wouter';
import { type Page as Sheet } from '../../models/template/page';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Trouble, Waiting } from '../shell/States';
import { useRemote } from '../useRemote';
import { DocumentPages } from './DocumentPages';

interface Answer {
  title: string;
  no: string;
  pages: Sheet[];
  draft: boolean;
  formats: { word: boolean; pdf: boolean };
  pdfHint: string | null;
}

/** One document of one record: as it will be printed, and to take away as Word or PDF. */
export function DocumentPage() {
  const { path = '', id = '', kind = '', at } = useParams<{ path: string; id: string; kind: string; at?: string }>();
  const address = `/api/documents/${[path, id, kind].map(encodeURIComponent).join('/')}`;
  const edition = at ? `?at=${encodeURIComponent(at)}` : '';
  const { data, error, reload } = useRemote<Answer>(address + edition, (change) => change.id === id);
  return (
    <Page title={data?.title ?? '文书'} back={goBack}>
      {!data && (error === undefined ? <Waiting /> : <Trouble error={error} onAgain={reload} />)}
      {data && (
        <>
          {data.draft && <p className="card">这是草稿，正式作出后才能扫码核验。</p>}
          <DocumentPages pages={data.pages} />
          <nav className="card row wrap" aria-label="下载">
            {data.formats.word && (
              <a className="button" href={`${address}/word${edition}`} data-testid="document-word">
                下载 Word
              </a>
            )}
            {data.formats.pdf && (
              <a className="button" href={`${address}/pdf${edition}`} data-testid="document-pdf">
                下载 PDF
              </a>
            )}
            {!data.formats.word && <small>您不是本案办案人员，姓名和号码已遮盖，文件由办案人员或负责人下载。</small>}
            {data.pdfHint && <small>{data.pdfHint}</small>}
          </nav>
        </>
      )}
    </Page>
  );
}
