import { type Participant, ROLES } from '../../models/field/steps.schema';
import { freshUlid } from '../freshUlid';
import { Sheet } from '../shell/Sheet';
import { useDraft } from '../useDraft';
import { type FieldVisit, useFieldVisit } from './fieldVisit';

type Role = Participant['role'];
const POSITIONS = ['总经理', '厂长', '环保负责人', '安环员', '车间主任', '门卫'];
const TEXTS = [
  { name: 'idNumber', label: '身份证号', mode: 'text', most: 30 },
  { name: 'phone', label: '联系电话', mode: 'tel', most: 30 },
] as const;
const MORE = [
  { name: 'workUnit', label: '工作单位', most: 100 },
  { name: 'gender', label: '性别', most: 4 },
  { name: 'birthday', label: '出生日期', most: 20 },
  { name: 'address', label: '住址', most: 200 },
  { name: 'relation', label: '与本案关系', most: 100 },
] as const;

/** Somebody new, as far as it is known beforehand. */
export const newPerson = (visit: Pick<FieldVisit, 'seed'>, known: Partial<Participant> = {}): Participant => {
  const nothing = { idNumber: '', position: '', phone: '', gender: '', birthday: '', address: '', relation: '' };
  const workUnit = known.role === 'WITNESS' ? '' : visit.seed.enterpriseName;
  return { id: freshUlid(), role: 'ON_SITE_HEAD', name: '', ...nothing, workUnit, ...known };
};

/**
 * One person on site; only name and role are needed. What is typed lies on this phone until it is written down.
 *
 * @param roles which roles are offered
 * @param full whether everything an interview asks for is shown at once
 */
export function PersonForm({
  start,
  roles = Object.keys(ROLES) as Role[],
  full = false,
  onClose,
}: {
  start: Participant;
  roles?: readonly Role[];
  full?: boolean;
  onClose: () => void;
}) {
  const { record, say } = useFieldVisit();
  const { values, change, clear } = useDraft(`${record}/person/${start.name ? start.id : 'new'}`, { ...start });
  const text = (name: keyof Participant) => {
    const typed = values[name];
    return typeof typed === 'string' ? typed : '';
  };
  const input = (name: keyof Participant, label: string, most: number, mode: 'text' | 'tel' = 'text') => (
    <div key={name}>
      <label className="field-label" htmlFor={`person-${name}`}>
        {label}
      </label>
      <input
        id={`person-${name}`}
        className="plain-input"
        value={text(name)}
        maxLength={most}
        inputMode={mode}
        autoComplete="off"
        onChange={(event) => change(name, event.target.value)}
      />
    </div>
  );
  const keep = async () => {
    if (await say('person', { ...start, ...values, id: start.id })) {
      clear();
      onClose();
    }
  };
  return (
    <Sheet
      title={start.name ? '更正这个人的信息' : '登记在场的人'}
      onClose={onClose}
      testId="person-form"
      footer={
        <button
          type="button"
          className="button big primary"
          disabled={!text('name').trim()}
          onClick={() => void keep()}
          data-testid="person-keep"
        >
          记下
        </button>
      }
    >
      <div className="person-form">
        <p className="field-label">身份</p>
        <div className="picks" role="group" aria-label="身份">
          {roles.map((role) => (
            <button
              key={role}
              type="button"
              className={values['role'] === role ? 'option chosen' : 'option'}
              aria-pressed={values['role'] === role}
              onClick={() => change('role', role)}
            >
              {ROLES[role]}
            </button>
          ))}
        </div>
        {input('name', '姓名', 40)}
        {values['role'] !== 'WITNESS' && (
          <>
            {input('position', '职务', 40)}
            <div className="chips" role="group" aria-label="常见职务">
              {POSITIONS.filter((words) => words !== text('position')).map((words) => (
                <button key={words} type="button" className="chip" onClick={() => change('position', words)}>
                  {words}
                </button>
              ))}
            </div>
          </>
        )}
        {TEXTS.map(({ name, label, most, mode }) => input(name, label, most, mode))}
        {full ? (
          MORE.map(({ name, label, most }) => input(name, label, most))
        ) : (
          <details>
            <summary className="steps-more">更多（可不填）</summary>
            {MORE.map(({ name, label, most }) => input(name, label, most))}
          </details>
        )}
      </div>
    </Sheet>
  );
}
