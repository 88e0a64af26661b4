import { useEffect, useRef, useState } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { type Me } from '../answers';
import { DocumentPages } from '../document/DocumentPages';
import { useFirstFault } from '../form/StepSheet';
import { type Value, type Values } from '../form/values';
import { freshUlid } from '../freshUlid';
import { send } from '../send';
import { goBack } from '../shell/back';
import { Page } from '../shell/Page';
import { Nothing, Waiting } from '../shell/States';
import { toast } from '../shell/toast';
import { type DraftState, useDraft } from '../useDraft';
import { ASKS } from './asks';
import { AskField } from './AskField';
import { type OnSiteKind, onSiteKind } from './kinds';
import { type Paper, usePaper } from './paper';
import { ServingFields } from './ServingFields';
import { type Site, startOf, useSite } from './useSite';
import { bodyOf, faultsIn, momentOf, pagesOf, servingOf } from './written';
import './onSite.css';

/** One of the documents handed over on site: filled in, read on paper, signed, sent; all of it without network. */
export function IssuePage({ me }: { me: Me }) {
  const { path = '', record = '' } = useParams<{ path: string; record: string }>();
  const kind = onSiteKind(path);
  if (!kind) return <Nothing title="没有这种文书">请返回重新选择。</Nothing>;
  return <OfSite key={path + record} kind={kind} record={record} me={me} />;
}

/** How long the visit may take from the server before the page says that it is not on this phone. */
const PATIENCE_MS = 4_000;

function OfSite({ kind, record, me }: { kind: OnSiteKind; record: string; me: Me }) {
  const { site } = useSite(record, me);
  const paper = usePaper(kind.kind);
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const isTeam = site?.given.officers.some(({ id }) => id === me.id);
  return (
    <Page title={kind.label} back={goBack}>
      {(!site || !paper.template) && (isLate ? <NotHere hasSite={site !== undefined} /> : <Waiting />)}
      {site && paper.template && isTeam && <Writing kind={kind} site={site} paper={paper} />}
      {site && !isTeam && <Nothing title="您不是这次检查的执法人员">现场文书由检查的两名执法人员制作。</Nothing>}
    </Page>
  );
}

const NotHere = ({ hasSite }: { hasSite: boolean }) => (
  <Nothing title={hasSite ? '文书模板还不在这台手机上' : '这次检查还不在这台手机上'}>
    <p>有信号时打开一次，或出海前用“带上岛”带上，就能离线制作文书。</p>
    <Link href="/pack" className="button big">
      去“带上岛”
    </Link>
  </Nothing>
);

/** What stands beside the words: changing it does not touch what was signed. */
const isInk = (name: string) => name.startsWith('ink-');
const HANDING = ['served', 'servedAt', 'servedPlace', 'receiver', 'refusedBecause', 'witness'];

function Writing({ kind, site, paper }: { kind: OnSiteKind; site: Site; paper: Paper }) {
  const [start] = useState(() => startOf(kind.kind, site, new Date()));
  const form = `${kind.path}/new/${site.given.siteRecord}`;
  const draft = useDraft(form, start);
  const [isReading, setReading] = useState(false);
  const [faults, setFaults] = useState<Record<string, string>>({});
  useFirstFault(faults);
  useEffect(() => void window.scrollTo(0, 0), [isReading]);
  if (!draft.ready) return <Waiting />;

  /** Whoever changes the words after a signature has to have them signed again. */
  const change = (name: string, value: Value | undefined) => {
    if (!isInk(name) && !HANDING.includes(name))
      for (const other of Object.keys(draft.values)) if (isInk(other)) draft.change(other, undefined);
    draft.change(name, value);
    setFaults(({ [name]: _mended, ...rest }) => rest);
  };
  function read() {
    const { template, no } = paper;
    const found = faultsIn(kind.kind, bodyOf(kind.kind, draft.values, site.given, null), false, template?.limits);
    setFaults(found);
    if (Object.keys(found).length > 0) return;
    if (!draft.values['no'] && no) draft.change('no', no);
    if (!draft.values['edition'] && template) draft.change('edition', template.edition);
    if (!draft.values['servedAt']) draft.change('servedAt', momentOf(new Date()));
    setReading(true);
  }
  return (
    <>
      <ol className="on-site-steps" aria-label="步骤">
        <li aria-current={isReading ? undefined : 'step'}>1 填写</li>
        <li aria-current={isReading ? 'step' : undefined}>2 核对签名</li>
      </ol>
      {draft.found && !isReading && (
        <p className="notice" role="status">
          上次填的内容已经找回。
          <button type="button" className="button quiet" onClick={() => draft.clear(start)}>
            重新填
          </button>
        </p>
      )}
      {isReading ? (
        <Handing kind={kind} site={site} paper={paper} draft={draft} form={form} onBack={() => setReading(false)} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            read();
          }}
        >
          <Asked kind={kind} values={draft.values} change={change} faults={faults} />
          <p className="hint">
            执法人员：{site.given.officers.map(({ name, certificateNo }) => `${name}（${certificateNo}）`).join('、')}；
            证据 {site.given.evidence.length} 份，来自现场笔录。
          </p>
          <Unplaced faults={faults} />
          <button type="submit" className="button big primary" data-testid="read-document">
            下一步：核对文书
          </button>
        </form>
      )}
    </>
  );
}

function Asked({
  kind,
  values,
  change,
  faults,
}: {
  kind: OnSiteKind;
  values: Values;
  change: (name: string, value: Value | undefined) => void;
  faults: Readonly<Record<string, string>>;
}) {
  return ASKS[kind.kind].map(({ title, asks }) => (
    <section key={title} className="card" aria-label={title}>
      <h2>{title}</h2>
      {asks
        .filter(({ only }) => only?.(values) ?? true)
        .map((ask) => (
          <AskField
            key={ask.name}
            ask={ask}
            id={`ask-${ask.name}`}
            values={values}
            change={change}
            fault={faults[ask.name]}
            record={{ id: '' }}
          />
        ))}
    </section>
  ));
}

/** Sentences that belong to no field on this page. */
function Unplaced({ faults }: { faults: Readonly<Record<string, string>> }) {
  const loose = Object.entries(faults).filter(([name]) => !document.querySelector(`[data-testid="field-${name}"]`));
  return loose.map(([name, sentence]) => (
    <p key={name} className="fault" role="alert" data-testid="refusal">
      {sentence}
    </p>
  ));
}

/** What can be done with the document that has been read. */
const LATER = {
  order: '先不送达，以后补送',
  evidenceHold: '提请负责人批准，批准后再实施',
  spotPenalty: undefined,
} as const;
const NOW = { order: '送达并提交', evidenceHold: '情况紧急，已当场实施', spotPenalty: '交付并提交' } as const;
const LEADS = {
  order: '请当事人看完，当场签收。',
  spotPenalty: '请当事人看完，当场交付并签收。',
  evidenceHold: '一般先提请批准。证据马上就可能灭失的，可以先当场实施，24小时内补办批准，逾期自动解除。',
} as const;
const MODES = (kind: OnSiteKind['kind']) =>
  kind === 'evidenceHold' ? { later: '先提请批准', now: '情况紧急，当场实施' } : { now: '现在送达', later: '以后送达' };

function Handing({
  kind,
  site,
  paper,
  draft,
  form,
  onBack,
}: {
  kind: OnSiteKind;
  site: Site;
  paper: Paper;
  draft: DraftState;
  form: string;
  onBack: () => void;
}) {
  const [, go] = useLocation();
  const [id] = useState(freshUlid);
  const [isNow, setNow] = useState(kind.kind !== 'evidenceHold');
  const [state, setState] = useState<{ busy: boolean; faults: Record<string, string> }>({ busy: false, faults: {} });
  const isSending = useRef(false);
  useFirstFault(state.faults);
  const { values } = draft;
  const serving = isNow ? servingOf(values, site.given.officers) : null;
  const body = bodyOf(kind.kind, values, site.given, serving);
  const { template } = paper;

  async function submit() {
    if (isSending.current) return;
    const found = faultsIn(kind.kind, body, isNow, template?.limits);
    setState({ busy: false, faults: found });
    if (Object.keys(found).length > 0) return;
    isSending.current = true;
    setState({ busy: true, faults: {} });
    const no = typeof values['no'] === 'string' ? values['no'] : '';
    try {
      // Before it is sent: a number that may stand on paper is never offered for a second one.
      if (no) await paper.spend(no);
      draft.release();
      const outcome = await send({
        ...{ lane: id, step: 'issue', path: `/api/${kind.path}`, title: `${kind.label} ${no}`.trim(), form, values },
        ...{ input: { ...body, id }, page: `/on-site/new/${kind.path}/${encodeURIComponent(site.given.siteRecord)}` },
      });
      if ('refused' in outcome) {
        // The number is the paper's own: when the server will not have it, the document is written on another one.
        if (/文号/.test(outcome.refused.message)) draft.change('no', undefined);
        return setState({ busy: false, faults: { '': outcome.refused.message } });
      }
      toast('sent' in outcome ? `${kind.label}：已提交` : '已保存在本机，有网络后自动发送');
      const next = 'sent' in outcome ? `/${kind.path}/${id}` : `/on-site/${encodeURIComponent(site.given.siteRecord)}`;
      go(next, { replace: true });
    } catch {
      setState({ busy: false, faults: { '': '手机空间不够，没有存下来，请清理后再试。' } });
    } finally {
      isSending.current = false;
    }
  }
  if (!template) return null;
  const later = LATER[kind.kind];
  return (
    <>
      <p className="hint">{LEADS[kind.kind]}</p>
      <DocumentPages pages={pagesOf(kind.kind, body, site.given, template, new Date())} />
      <section className="card" aria-label="送达">
        {later && (
          <div className="segments" role="radiogroup" aria-label="什么时候送达">
            {Object.entries(MODES(kind.kind)).map(([mode, words]) => (
              <button
                key={mode}
                type="button"
                role="radio"
                className="segment"
                aria-checked={isNow === (mode === 'now')}
                aria-selected={isNow === (mode === 'now')}
                onClick={() => setNow(mode === 'now')}
                data-testid={`serve-${mode}`}
              >
                {words}
              </button>
            ))}
          </div>
        )}
        {isNow && (
          <ServingFields
            officers={site.given.officers}
            what={kind.kind === 'evidenceHold' ? '实施' : '送达'}
            values={values}
            change={draft.change}
            faults={state.faults}
            record={{ id }}
          />
        )}
        <Unplaced faults={state.faults} />
        <button
          type="button"
          className="button big primary"
          disabled={state.busy}
          onClick={() => void submit()}
          data-testid="submit-document"
        >
          {state.busy ? '正在提交…' : isNow ? NOW[kind.kind] : later}
        </button>
        <button type="button" className="button big" onClick={onBack} disabled={state.busy}>
          返回修改
        </button>
      </section>
    </>
  );
}
