import { type Signature, signaturePath } from '../../models/core/signature';
import './signature.css';

/** A signature as it was written; `name` is read aloud. */
export const SignatureImage = ({ signature, name }: { signature: Signature; name: string }) => (
  <svg
    className="signature-image"
    viewBox={`0 0 ${signature.width} ${signature.height}`}
    role="img"
    aria-label={`${name}的签名`}
  >
    <path d={signaturePath(signature)} />
  </svg>
);
