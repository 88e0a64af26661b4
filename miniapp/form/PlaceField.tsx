import { Input } from 'antd-mobile';
import { useState } from 'react';
import { nearest } from '../petition/places';
import { whereIsThePhone } from '../petition/whereIsThePhone';
import { type FieldProps, textOf } from './fieldProps';

/** A place: typed, taken from where the phone is, or one of the known places nearby. */
export function PlaceField(props: FieldProps) {
  const { field, id, values, change } = props;
  const [state, setState] = useState<{ busy?: true; trouble?: string; accuracy?: number | null }>({});
  const location = Array.isArray(values['location']) ? (values['location'] as [number, number]) : null;
  const words = textOf(props);

  async function locate() {
    setState({ busy: true });
    try {
      const here = await whereIsThePhone();
      change('location', here.location);
      if (!words && here.address) change(field.name, here.address.slice(0, field.maxLength ?? 200));
      setState({ accuracy: here.accuracy });
    } catch (error) {
      setState({ trouble: error instanceof Error ? error.message : '暂时定不了位，请直接填写地点。' });
    }
  }

  return (
    <>
      <Input
        id={id}
        value={words}
        placeholder={field.placeholder ?? '请填写地点'}
        onChange={(next) => change(field.name, next)}
        maxLength={field.maxLength ?? 200}
        clearable
      />
      <div className="row wrap">
        <button
          type="button"
          className="button"
          onClick={() => void locate()}
          disabled={state.busy}
          data-testid="locate"
        >
          {state.busy ? '正在定位…' : location ? '重新定位' : '用我现在的位置'}
        </button>
        {location && (
          <span className="hint" data-testid="located" role="status">
            ✓ 已定位{state.accuracy ? `，误差约 ${Math.round(state.accuracy)} 米` : ''}
          </span>
        )}
        {location && (
          <button type="button" className="button quiet" onClick={() => change('location', null)}>
            不带位置
          </button>
        )}
      </div>
      <div className="chips" role="group" aria-label="附近的地名">
        {nearest(location, 6).map(({ name }) => (
          <button key={name} type="button" className="chip" onClick={() => change(field.name, withPlace(words, name))}>
            {name}
          </button>
        ))}
      </div>
      {state.trouble && (
        <p className="fault" role="alert">
          {state.trouble}
        </p>
      )}
    </>
  );
}

/** A chip names the area; what was typed keeps the detail. */
const withPlace = (words: string, name: string): string => (words.includes(name) ? words : `${name}${words}`);
