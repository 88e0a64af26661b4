import { useState } from 'react';
import { Link } from 'wouter';
import { type Signature } from '../../models/core/signature';
import { type Reading } from '../../models/field/fieldState';
import { CONFIRMATIONS, type Participant, ROLES } from '../../models/field/steps.schema';
import { type Page } from '../../models/template/page';
import { DocumentPages } from '../document/DocumentPages';
import { SignatureImage } from '../form/SignatureImage';
import { SignaturePad } from '../form/SignaturePad';
import { CorrectForm } from './CorrectForm';
import { useFieldVisit } from './fieldVisit';
import { useReadingPages } from './readingPages';
import './ending.css';

/** 逐页签名: the party under each page as it was read, then both officers; all on this one phone if need be. */
export function SignStage() {
  const visit = useFieldVisit();
  const { state, home } = visit;
  const { reading } = state;
  const { made, same, waits } = useReadingPages(visit, reading);
  if (!reading)
    return (
      <section className="card waits">
        <p>签名前先和当事人通读核对，固定每一页的内容。</p>
        <Link href={`${home}/read`} replace className="button big primary">
          去通读核对
        </Link>
      </section>
    );
  if (waits)
    return <p className="notice">核对时看到的记录还没有全部传到这台手机，请联网稍等，或在核对的那台手机上签。</p>;
  if (same === undefined || !made) return <p className="hint">正在核对每一页…</p>;
  if (!same)
    return (
      <section className="card waits" role="alert">
        <p>这台手机上的页面和核对时不一样，不能在这里签名。请重新通读核对一次。</p>
        <Link href={`${home}/read`} replace className="button big primary">
          重新通读核对
        </Link>
      </section>
    );
  return (
    <>
      {state.unread.length > 0 && (
        <p className="notice" role="status">
          核对以后又有{state.unread.length}项新内容，不在这几页里。要写进笔录，请回到通读再核对一次。
        </p>
      )}
      {reading.complete && <OfficersSign reading={reading} />}
      <PartySigns reading={reading} pages={made} />
      {!reading.complete && <OfficersSign reading={reading} />}
    </>
  );
}

/** Who signs: whoever has begun to, else the first of the party. */
function firstSigner(people: readonly Participant[], { signatures }: Reading): Participant | undefined {
  const begun = people.find(({ id }) => signatures.some(({ signer }) => signer === id));
  return begun ?? people.find(({ role }) => role !== 'WITNESS') ?? people[0];
}

function PartySigns({ reading, pages }: { reading: Reading; pages: readonly Page[] }) {
  const { state, writes, say, home } = useFieldVisit();
  const people = state.people.filter(({ id }) => !state.registers[`person:${id}`]?.struck);
  const [chosen, setChosen] = useState<string>();
  const signer = people.find(({ id }) => id === chosen) ?? firstSigner(people, reading);
  const [at, setAt] = useState<number>();
  const [isSigning, setSigning] = useState(false);
  const [isCorrecting, setCorrecting] = useState(false);
  const signedBy = (index: number) => reading.signatures.find((one) => one.page === index && one.signer === signer?.id);
  const next = pages.find(({ index }) => !signedBy(index))?.index;
  const index = at ?? next ?? 1;
  const page = pages[index - 1];
  const signed = signedBy(index);
  const isLast = index === pages.length;
  if (!signer)
    return (
      <section className="card waits">
        <p>先登记由谁签名。</p>
        <Link
          href={`${home}/${home.startsWith('/interview') ? 'person' : 'people'}`}
          replace
          className="button big primary"
        >
          去登记
        </Link>
      </section>
    );
  const sign = async (signature: Signature) => {
    setSigning(false);
    const contentHash = reading.pages[index - 1];
    if (!(await say('sign', { reading: reading.id, signer: signer.id, page: { index, contentHash, signature } })))
      return;
    setAt(undefined);
    window.scrollTo(0, 0);
  };
  return (
    <section aria-label="当事人签名">
      {people.length > 1 && (
        <div className="picks" role="radiogroup" aria-label="谁来签名">
          {people.map(({ id, name, role }) => (
            <button
              key={id}
              type="button"
              role="radio"
              aria-checked={id === signer.id}
              className={id === signer.id ? 'option chosen' : 'option'}
              onClick={() => setChosen(id)}
            >
              {name}（{ROLES[role]}）
            </button>
          ))}
        </div>
      )}
      <div className="page-tabs" role="group" aria-label="页">
        {pages.map((one) => (
          <button
            key={one.index}
            type="button"
            className={one.index === index ? 'option chosen' : 'option'}
            aria-current={one.index === index ? 'page' : undefined}
            onClick={() => setAt(one.index)}
          >
            第{one.index}页{signedBy(one.index) ? ' ✓' : ''}
          </button>
        ))}
      </div>
      {next === undefined && (
        <p className="card ready done-line" role="status" data-testid="party-signed">
          {signer.name}已在全部{pages.length}页签名。
        </p>
      )}
      {page && <DocumentPages pages={[page]} total={pages.length} />}
      {signed && (
        <p className="ink-line">
          <SignatureImage signature={signed.signature} name={signer.name} />
          {signer.name}已在这一页签名
        </p>
      )}
      {writes && (
        <div className="signing-next">
          <button
            type="button"
            className={signed ? 'button' : 'button big primary'}
            onClick={() => setSigning(true)}
            data-testid="sign-page"
          >
            {signed ? '这一页重签' : `请${signer.name}在第${index}页签名`}
          </button>
          {next !== undefined && (
            <div className="row wrap">
              <button type="button" className="button" onClick={() => setCorrecting(true)} data-testid="correct">
                当事人要求更正
              </button>
              <Link href={`${home}/refuse`} replace className="button push" data-testid="to-refuse">
                不在场或拒签
              </Link>
            </div>
          )}
        </div>
      )}
      {isSigning && (
        <SignaturePad
          title={`${signer.name} · 第${index}页，共${pages.length}页`}
          words={isLast ? CONFIRMATIONS[reading.readBy] : undefined}
          onDone={(signature) => void sign(signature)}
          onClose={() => setSigning(false)}
        />
      )}
      {isCorrecting && <CorrectForm onClose={() => setCorrecting(false)} />}
    </section>
  );
}

function OfficersSign({ reading }: { reading: Reading }) {
  const { state, writes, say } = useFieldVisit();
  const [signing, setSigning] = useState<{ id: string; name: string }>();
  const countersign = async (signature: Signature) => {
    const officer = signing?.id;
    setSigning(undefined);
    if (officer) await say('countersign', { reading: reading.id, officer, signature: signature });
  };
  return (
    <section className="card" aria-label="执法人员签名">
      <h2>执法人员签名</h2>
      <p className="hint">两名执法人员都可以在这台手机上签。</p>
      {state.officers.map(({ id, name, certificateNo }) => {
        const signed = reading.countersigned.find(({ officer }) => officer === id);
        return (
          <div key={id} className="ink-line" data-testid="officer-line">
            <span>
              {name}
              <br />
              <small>{certificateNo}</small>
            </span>
            {signed && <SignatureImage signature={signed.signature} name={name} />}
            {writes && (
              <button
                type="button"
                className={signed ? 'button push' : 'button primary push'}
                onClick={() => setSigning({ id, name })}
                data-testid="countersign"
              >
                {signed ? '重签' : `${name}签名`}
              </button>
            )}
          </div>
        );
      })}
      {signing && (
        <SignaturePad
          title={`执法人员 ${signing.name}`}
          onDone={(signature) => void countersign(signature)}
          onClose={() => setSigning(undefined)}
        />
      )}
    </section>
  );
}
