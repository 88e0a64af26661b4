import { type ComponentType } from 'react';
import { type Form } from '../../models/core/form';
import { type FieldProps } from './fieldProps';
import { type StepForm } from './useStepForm';

/** The fields of a form in their order, drawn by `Field`: as the phone or as the desk draws one. Empty until the draft is there. */
export function FormFields({
  Field,
  form,
  state: { ready, values, change, faults },
  id,
  record,
}: {
  Field: ComponentType<FieldProps>;
  form: Form;
  state: StepForm;
  /** What the ids of the controls begin with. */
  id: string;
  record: FieldProps['record'];
}) {
  if (!ready) return null;
  return form.map((field) => (
    <Field
      key={field.name}
      field={field}
      id={`${id}${field.name}`}
      values={values}
      change={change}
      fault={faults[field.name]}
      record={record}
    />
  ));
}

/** What the server said against the form as a whole; each field shows its own fault. */
export function FormRefusal({ state: { faults } }: { state: StepForm }) {
  if (!faults['']) return null;
  return (
    <p className="fault" role="alert" data-testid="refusal">
      {faults['']}
    </p>
  );
}
