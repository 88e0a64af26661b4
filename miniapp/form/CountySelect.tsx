import { type County, COUNTIES } from '../../models/core/place';

/** 所在县区, for somebody of the city's own units; everybody else stands for their own county. */
export function CountySelect({ value, onChoose }: { value: County | ''; onChoose: (county: County) => void }) {
  return (
    <select aria-label="所在县区" value={value} onChange={({ target }) => onChoose(target.value as County)}>
      <option value="">请选择县区</option>
      {Object.entries(COUNTIES).map(([code, name]) => (
        <option key={code} value={code}>
          {name}
        </option>
      ))}
    </select>
  );
}
