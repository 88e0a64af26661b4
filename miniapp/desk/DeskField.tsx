import { type ComponentType } from 'react';
import { type Field } from '../../models/core/form';
import { type FieldProps } from '../form/fieldProps';
import { PhotosField } from '../form/PhotosField';
import { SignatureField } from '../form/SignatureField';
import * as fields from './deskFields';
import { EnterpriseField, OfficerField, PersonField, RepeatField, UnitField } from './deskLookups';

const KINDS: Record<Field['kind'], ComponentType<FieldProps>> = {
  text: fields.TextField,
  textarea: fields.TextAreaField,
  number: fields.NumberField,
  choice: fields.ChoiceField,
  rating: fields.RatingField,
  photos: PhotosField,
  place: fields.PlaceField,
  enterprise: EnterpriseField,
  unit: UnitField,
  officer: OfficerField,
  repeat: RepeatField,
  person: PersonField,
  yesno: fields.YesNoField,
  signature: SignatureField,
};

/** One field of a form at the desk: label, control, fault. */
export function DeskField(props: FieldProps) {
  const { field, fault, id } = props;
  const Control = KINDS[field.kind];
  return (
    <div className="desk-field" data-testid={`field-${field.name}`} role="group" aria-labelledby={`${id}-label`}>
      <label id={`${id}-label`} htmlFor={id}>
        {field.required && <span aria-hidden="true">* </span>}
        {field.label}
      </label>
      <div>
        <Control {...props} />
        {fault && (
          <p className="fault" role="alert">
            {fault}
          </p>
        )}
      </div>
    </div>
  );
}
