import { lazy, Suspense, useState } from 'react';
import { type FieldProps } from './fieldProps';
import { signatureIn } from './values';

const SignatureImage = lazy(() => import('./SignatureImage').then((module) => ({ default: module.SignatureImage })));
const SignaturePad = lazy(() => import('./SignaturePad').then((module) => ({ default: module.SignaturePad })));

/** A signature in a form: shown as written, and written anew on the whole screen. */
export function SignatureField({ field, id, values, change }: FieldProps) {
  const [isOpen, setOpen] = useState(false);
  const signature = signatureIn(values[field.name]);
  return (
    <Suspense>
      {signature && <SignatureImage signature={signature} name={field.label} />}
      <div className="row">
        <button type="button" id={id} className="button" onClick={() => setOpen(true)} data-testid="sign">
          {signature ? '重新签名' : '签名'}
        </button>
      </div>
      {isOpen && (
        <SignaturePad
          title={field.label}
          words={field.placeholder}
          onClose={() => setOpen(false)}
          onDone={(next) => {
            change(field.name, next);
            setOpen(false);
          }}
        />
      )}
    </Suspense>
  );
}
