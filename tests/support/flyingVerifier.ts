/** The verifier that anybody may run, as a process of its own: what it says of published commitments and of a draw. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const PROGRAM = resolve(__dirname, '../../docs/flying-verifier.mjs');

/** @returns whether the commitment agrees, and the team it drew again (null without a draw, or when none comes out) */
export function verified(
  item: { hash: string; opening: object | null },
  draw?: object,
): { agrees: boolean; team: string[] | null } {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-spec-'));
  try {
    const [items, report] = [join(folder, 'items.json'), join(folder, 'report.json')];
    writeFileSync(items, JSON.stringify({ items: [{ no: 'FX-2026-000001', ...item }] }));
    writeFileSync(report, JSON.stringify({ draw }));
    const { status, stdout } = spawnSync(
      process.execPath,
      [PROGRAM, items, 'FX-2026-000001', ...(draw ? [report] : [])],
      { encoding: 'utf8' },
    );
    const [, names = ''] = /drawn again: (.*)/.exec(stdout) ?? [];
    return {
      agrees: status === 0 && stdout.includes('is the one that was sealed'),
      team: draw && !names.includes('NOT') ? names.split(', ') : null,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
