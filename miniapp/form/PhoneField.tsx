import { type ComponentType } from 'react';
import { type Field } from '../../models/core/form';
import { type FieldProps } from './fieldProps';
import { ChoiceField, NumberField, RatingField, TextField, YesNoField } from './phoneFields';
import { EnterpriseField, OfficerField, PersonField, RepeatField, UnitField } from './LookupField';
import { PhotosField } from './PhotosField';
import { PlaceField } from './PlaceField';
import { SignatureField } from './SignatureField';

const KINDS: Record<Field['kind'], ComponentType<FieldProps>> = {
  text: TextField,
  textarea: TextField,
  number: NumberField,
  choice: ChoiceField,
  rating: RatingField,
  photos: PhotosField,
  place: PlaceField,
  enterprise: EnterpriseField,
  unit: UnitField,
  officer: OfficerField,
  repeat: RepeatField,
  person: PersonField,
  yesno: YesNoField,
  signature: SignatureField,
};

/** One field of a form on the phone: label, control, fault. */
export function PhoneField(props: FieldProps) {
  const { field, fault, id } = props;
  const Control = KINDS[field.kind];
  return (
    <div className="field" data-testid={`field-${field.name}`} role="group" aria-labelledby={`${id}-label`}>
      <label className="field-label" id={`${id}-label`} htmlFor={id}>
        {field.label}
        {!field.required && <span className="hint">（可不填）</span>}
      </label>
      <Control {...props} />
      {fault && (
        <p className="fault" role="alert" id={`${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}
