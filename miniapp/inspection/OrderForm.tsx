import { useState } from 'react';
import { type County } from '../../models/core/place';
import { CHECK_TYPES, type CheckType, TRIGGERS, type TriggerKind } from '../../models/inspection/inspection.schema';
import { type ChangedRecord, type Me } from '../answers';
import { request } from '../api';
import { freshId } from '../freshId';
import { toast } from '../shell/toast';
import { Chosen } from '../form/Chosen';
import { CountySelect } from '../form/CountySelect';
import { useSubmit } from '../form/useSubmit';
import { type Company, CompanyField } from './CompanyField';
import { CrewField } from './CrewField';
import { Cap } from './Cap';
import './inspection.css';

const DAY_MS = 86_400_000;
const EIGHT_HOURS = 8 * 3_600_000;
/** Today in Asia/Shanghai plus `n` days, as a date field writes it. */
const day = (n: number) => new Date(Date.now() + EIGHT_HOURS + n * DAY_MS).toISOString().slice(0, 10);
const NUMBERED: readonly string[] = ['PETITION', 'INCIDENT', 'CLUE'];

interface Asked {
  checkType: CheckType;
  planId: string;
  cause: TriggerKind;
  causeNo: string;
  causeText: string;
  company: Company | null;
  siteName: string;
  county: County | '';
  place: string;
  plannedOn: string;
  dueOn: string;
  officers: string[];
  instruction: string;
}

/** What is sent; the server is the judge of it. */
function bodyOf(id: string, asked: Asked, county: string): Record<string, unknown> {
  const { checkType, planId, cause, causeNo, causeText, company, siteName, place, plannedOn, dueOn } = asked;
  const isCase = checkType === 'CASE';
  return {
    ...{ id, checkType, plannedOn, dueOn: dueOn || null, instruction: asked.instruction },
    plan: isCase || !planId.trim() ? null : { id: planId.trim(), text: '' },
    trigger: isCase ? { kind: cause, id: null, no: causeNo.trim() || null, text: causeText.trim() } : null,
    enterprise: company?.id ?? null,
    ...(company ? {} : { siteName: siteName.trim(), county: county || null, place: place.trim() }),
    officers: asked.officers.length > 0 ? asked.officers : null,
  };
}

/**
 * 下达检查任务, on the phone and at the desk. The id stays the same for the same page, so a press repeated after a lost answer orders one
 * check. Who may not name officers does not see them: the branch does.
 */
export function OrderForm({ me, onDone }: { me: Me; onDone: (id: string) => void }) {
  const [id] = useState(freshId);
  const assigns = me.may.assignInspection ?? false;
  const [asked, setAsked] = useState<Asked>({
    ...{ checkType: assigns ? 'ROUTINE' : 'CASE', planId: '', cause: 'ABNORMAL_DATA', causeNo: '', causeText: '' },
    ...{
      company: null,
      siteName: '',
      county: '',
      place: '',
      plannedOn: day(1),
      dueOn: '',
      officers: [],
      instruction: '',
    },
  });
  const set = (change: Partial<Asked>) => setAsked((before) => ({ ...before, ...change }));
  const county = asked.company?.county ?? (asked.county || me.county || '');
  const types = Object.entries(CHECK_TYPES).filter(([type]) => assigns || type === 'CASE');

  const { busy, faults, onSubmit } = useSubmit(async () => {
    const done = await request<ChangedRecord & { warning: string | null }>('/api/inspections', {
      ...{ method: 'POST', body: bodyOf(id, asked, county) },
    });
    toast(done.warning ? `已下达。${done.warning}` : `已下达：${done.record.number}`);
    onDone(done.record.id);
  });

  return (
    <form className="card registry-form" aria-label="下达检查任务" onSubmit={onSubmit}>
      <Chosen
        label="检查类型"
        options={types}
        value={asked.checkType}
        onChoose={(checkType) => set({ checkType: checkType as CheckType })}
      />
      {asked.checkType === 'CASE' ? (
        <Cause asked={asked} set={set} />
      ) : (
        <label>
          检查计划编号
          <input
            value={asked.planId}
            maxLength={40}
            placeholder="例如：舟环检计〔2026〕1号"
            onChange={({ target }) => set({ planId: target.value })}
          />
        </label>
      )}
      <CompanyField chosen={asked.company} onChoose={(company) => set({ company, officers: [] })} />
      {!asked.company && asked.checkType === 'CASE' && <Site asked={asked} set={set} own={me.county} />}
      {asked.company && asked.checkType === 'ROUTINE' && (
        <Cap enterprise={asked.company.id} plannedOn={asked.plannedOn} />
      )}
      <div className="registry-filters">
        <div className="pair">
          <label className="labelled">
            计划日期
            <input type="date" value={asked.plannedOn} onChange={({ target }) => set({ plannedOn: target.value })} />
          </label>
          <label className="labelled">
            最迟完成（可不填）
            <input type="date" value={asked.dueOn} onChange={({ target }) => set({ dueOn: target.value })} />
          </label>
        </div>
      </div>
      {assigns && county && asked.plannedOn && (
        <CrewField
          county={county}
          plannedOn={asked.plannedOn}
          chosen={asked.officers}
          onChange={(officers) => set({ officers })}
        />
      )}
      {!assigns && <p className="hint">下达后由该县区分局负责人派员。</p>}
      <label>
        检查要求（可不填）
        <textarea
          value={asked.instruction}
          maxLength={500}
          rows={3}
          onChange={({ target }) => set({ instruction: target.value })}
        />
      </label>
      {faults[''] && (
        <p className="fault" role="alert">
          {faults['']}
        </p>
      )}
      <button type="submit" className="button big primary" disabled={busy} data-testid="submit-inspection">
        {busy ? '正在提交…' : '下达'}
      </button>
    </form>
  );
}

type Setting = { asked: Asked; set: (change: Partial<Asked>) => void };

function Cause({ asked, set }: Setting) {
  const numbered = NUMBERED.includes(asked.cause);
  return (
    <>
      <label>
        触发事由
        <select value={asked.cause} onChange={({ target }) => set({ cause: target.value as TriggerKind })}>
          {Object.entries(TRIGGERS).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </label>
      {numbered && (
        <label>
          编号
          <input
            value={asked.causeNo}
            maxLength={40}
            placeholder="例如：XF-2026-000123"
            onChange={({ target }) => set({ causeNo: target.value })}
          />
        </label>
      )}
      <label>
        具体情况{numbered && '（可不填）'}
        <textarea
          value={asked.causeText}
          maxLength={300}
          rows={2}
          placeholder="哪个点位、哪一天、什么情况；不写举报人信息"
          onChange={({ target }) => set({ causeText: target.value })}
        />
      </label>
    </>
  );
}

/** A site that belongs to nobody on the register. */
function Site({ asked, set, own }: Setting & { own: string | null }) {
  return (
    <div className="labelled">
      <span className="hint">没有对应企业的，写明现场：</span>
      <input
        aria-label="现场名称"
        value={asked.siteName}
        maxLength={100}
        placeholder="现场名称，例如：桃花岛某某滩涂"
        onChange={({ target }) => set({ siteName: target.value })}
      />
      {!own && <CountySelect value={asked.county} onChoose={(county) => set({ county })} />}
      <input
        aria-label="地点"
        value={asked.place}
        maxLength={100}
        placeholder="岛、村或者码头"
        onChange={({ target }) => set({ place: target.value })}
      />
    </div>
  );
}
