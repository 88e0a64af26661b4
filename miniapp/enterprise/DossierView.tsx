import { type ReactNode } from 'react';
import { COUNTIES } from '../../models/core/place';
import {
  type Contact,
  type Dossier,
  EIA_KINDS,
  MONITOR_KINDS,
  OUTFALL_KINDS,
  PERMIT_TYPES,
} from '../../models/enterprise/dossier.schema';
import { CATEGORIES, CONTROL_LEVELS, SECTORS } from '../../models/enterprise/enterprise.schema';
import { Badge } from '../shell/Badge';
import { type DossierAnswer } from './answers';
import { PastView } from './PastView';
import '../inspection/inspection.css';

/** 一企一档 on one page: what an officer wants to know before the gate opens, the rest folded away. */
export function DossierView({ file, today, offline }: { file: DossierAnswer; today: string; offline: boolean }) {
  const { enterprise, dossier, past } = file;
  const { name, uscc, sector, county, place, category, controlLevel } = enterprise;
  return (
    <article className="story" data-testid="dossier">
      <section className="card">
        <h2>{name}</h2>
        <p className="row wrap">
          <Badge tone={category === 'RED' ? 'danger' : category === 'YELLOW' ? 'warning' : 'good'}>
            {CATEGORIES[category]}
          </Badge>
          <Badge>{CONTROL_LEVELS[controlLevel]}</Badge>
          {offline && <Badge tone="warning">离线资料</Badge>}
        </p>
        <dl className="facts">
          <Fact label="行业">{SECTORS[sector]}</Fact>
          <Fact label="地点">{[COUNTIES[county], place].join(' ')}</Fact>
          <Fact label="信用代码">{uscc}</Fact>
          {dossier && <People dossier={dossier} />}
        </dl>
      </section>
      {dossier && <Permit dossier={dossier} today={today} />}
      <PastView past={past} />
      {dossier ? <Details dossier={dossier} /> : <p className="hint">这家企业还没有建立档案，请在现场核实后补充。</p>}
      {dossier && <p className="hint">档案最近核对：{dossier.checkedOn}</p>}
    </article>
  );
}

export const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

const Who = ({ contact: { name, position, phoneMasked } }: { contact: Contact }) => (
  <span className="contact">
    {name} {position} <span>{phoneMasked}</span>
  </span>
);

function People({ dossier: { legalRepresentative, environmentOfficer } }: { dossier: Dossier }) {
  return (
    <>
      {legalRepresentative && (
        <Fact label="法人代表">
          <Who contact={legalRepresentative} />
        </Fact>
      )}
      {environmentOfficer && (
        <Fact label="环境监督员">
          <Who contact={environmentOfficer} />
        </Fact>
      )}
    </>
  );
}

function Permit({ dossier: { permit, eia, acceptance }, today }: { dossier: Dossier; today: string }) {
  const expired = permit !== null && permit.validTo < today;
  return (
    <section className="card">
      <h2>排污许可和环评</h2>
      <dl className="facts">
        <Fact label="排污许可">
          {permit ? (
            <>
              {PERMIT_TYPES[permit.type]} {permit.number}{' '}
              <Badge tone={expired ? 'danger' : 'good'}>
                {expired ? `${permit.validTo} 已到期` : `有效至 ${permit.validTo}`}
              </Badge>
            </>
          ) : (
            '没有记录'
          )}
        </Fact>
        {permit && <Fact label="污染物">{permit.pollutants.join('、')}</Fact>}
        {eia.map(({ project, kind, number, approvedOn }) => (
          <Fact key={number} label={`环评${EIA_KINDS[kind]}`}>
            {project}，{number}，{approvedOn}
          </Fact>
        ))}
        {acceptance.map(({ project, number, acceptedOn }) => (
          <Fact key={number} label="验收">
            {project}，{number}，{acceptedOn}
          </Fact>
        ))}
      </dl>
    </section>
  );
}

const amount = ({ perYear, unit }: { perYear: number | null; unit: string }) =>
  perYear === null ? '' : `${perYear} ${unit}/年`;

/** Folded; each heading says how much is behind it. */
function Details({ dossier }: { dossier: Dossier }) {
  const { products, materials, processes, equipment, treatment, outfalls, monitors, hazardousWaste } = dossier;
  return (
    <section className="card">
      <Fold
        title="治理设施"
        open
        rows={treatment.map(({ name, against, process, capacity }) => [name, `${against}：${process}，${capacity}`])}
      />
      <Fold
        title="排放口"
        open
        rows={outfalls.map(({ no, name, kind, limits }) => [
          `${no} ${name}`,
          [OUTFALL_KINDS[kind], ...limits.map(({ item, limit, unit }) => `${item} ${limit} ${unit}`)].join('；'),
        ])}
      />
      <Fold
        title="在线监测"
        rows={monitors.map(({ no, name, kind, items, networked }) => [
          `${no} ${name}`,
          `${MONITOR_KINDS[kind]}，${items.join('、')}，${networked ? '已联网' : '未联网'}`,
        ])}
      />
      <Fold
        title="危险废物"
        rows={hazardousWaste.map(({ code, name, perYear }) => [
          name,
          `${code}${perYear === null ? '' : `，约 ${perYear} 吨/年`}`,
        ])}
      />
      <Fold title="产品" rows={products.map((one) => [one.name, amount(one)])} />
      <Fold title="原辅材料" rows={materials.map((one) => [one.name, amount(one)])} />
      <Fold title="主要设备" rows={equipment.map(({ name, count }) => [name, `${count} 台（套）`])} />
      <Fold title="生产工艺" rows={processes.map((name, index) => [String(index + 1), name])} />
    </section>
  );
}

function Fold({ title, rows, open = false }: { title: string; rows: [string, string][]; open?: boolean }) {
  if (rows.length === 0) return null;
  return (
    <details open={open}>
      <summary>
        {title}（{rows.length}）
      </summary>
      <table className="dossier-table">
        <tbody>
          {rows.map(([head, rest]) => (
            <tr key={head}>
              <th scope="row">{head}</th>
              <td>{rest}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
