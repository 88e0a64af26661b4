import { type Audience } from '../../models/massAlert/massAlert.schema';
import { type Choices } from './answers';
import { Chips } from './Chips';
import { PeopleField } from './PeopleField';

const toggled = <T,>(list: readonly T[], one: T): T[] =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

const EXTRAS = [
  { value: 'onDuty', text: '正在值班的人' },
  { value: 'supervisors', text: '农村环境监督员' },
  { value: 'absent', text: '也通知请假的人' },
] as const;
type Extra = (typeof EXTRAS)[number]['value'];

/** Whom it is for: places, roles within them, and people on top. */
export function AudienceField({
  audience,
  names,
  choices,
  onChange,
}: {
  audience: Audience;
  names: Record<string, string>;
  choices: Choices;
  onChange: (audience: Audience, names?: Record<string, string>) => void;
}) {
  const set = (change: Partial<Audience>) => onChange({ ...audience, ...change });
  return (
    <>
      <label className="alert-check">
        <input
          type="checkbox"
          checked={audience.everyone}
          data-testid="audience-everyone"
          onChange={(event) => set({ everyone: event.target.checked })}
        />
        全体工作人员
      </label>
      {!audience.everyone && (
        <>
          <h3>单位</h3>
          <Chips
            options={choices.units}
            chosen={audience.units}
            testId="unit"
            onToggle={(unit) => set({ units: toggled(audience.units, unit) })}
          />
          <h3>县区</h3>
          <Chips
            options={choices.counties}
            chosen={audience.counties}
            testId="county"
            onToggle={(county) => set({ counties: toggled(audience.counties, county as Audience['counties'][number]) })}
          />
        </>
      )}
      <h3>角色</h3>
      <Chips
        options={choices.roles}
        chosen={audience.roles}
        testId="role"
        onToggle={(role) => set({ roles: toggled(audience.roles, role as Audience['roles'][number]) })}
      />
      <p className="hint">单位和县区圈定范围，角色在范围内再筛选；只选角色就是全市的这一类人。</p>
      <h3>另外加上</h3>
      <Chips
        options={EXTRAS}
        chosen={EXTRAS.map(({ value }) => value).filter((value) => audience[value])}
        testId="extra"
        onToggle={(value) => set({ [value]: !audience[value as Extra] })}
      />
      <PeopleField
        chosen={audience.people}
        names={names}
        onChange={(people, known) => onChange({ ...audience, people }, known)}
      />
    </>
  );
}
