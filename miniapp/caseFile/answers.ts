/** What the pages of a case's file read. */

export type Group = 'document' | 'evidence' | 'record';

export interface FileEntry {
  id: string;
  group: Group;
  title: string;
  no: string;
  at: string | null;
  opens: { path: string; id: string; kind?: string } | { photo: string; of: 'evidence' | 'file' } | null;
  hash: string | null;
  versions: number;
  pages: number;
  note: string;
}

export interface FileAnswer {
  id: string;
  no: string;
  masked: boolean;
  counts: Record<Group, number>;
  items: FileEntry[];
  next: number | null;
  lists: { evidenceList: boolean; fileIndex: boolean };
  mayExport: boolean;
}

export interface VetoItem {
  no: number;
  title: string;
  ok: boolean | null;
  because: string;
  proof: { kind: 'document' | 'event' | 'record'; id: string; label: string } | null;
}
