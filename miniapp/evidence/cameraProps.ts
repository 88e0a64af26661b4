import { type EvidenceNote, type TakenEvidence } from '../../models/evidence/evidence.schema';

/**
 * `<Camera>` fills the screen until it is closed; several photos may be taken in a row. When `onTaken` is called the files already stand
 * encrypted on this device and will go up by themselves; the caller only appends the event `photo` with `{...taken, ...note}`.
 */
export interface CameraProps {
  /** `id` is `siteRecord:<id>` or `interview:<id>`; `no` is the number written into the watermark. */
  record: { id: string; no: string };
  officer: { id: string; name: string };
  /** Words for the watermark: the enterprise or the place. */
  place: string;
  onTaken: (taken: TakenEvidence, note: EvidenceNote) => void | Promise<void>;
  onClose: () => void;
  /** Suggestions of one tap for “what it proves”. */
  proofs?: readonly string[];
  /** An older photo, shown through the picture so that the same angle is found again. */
  ghost?: { src: string; location?: readonly [number, number] | null };
}
