/**
 * npm run audit: read the audit log from its first entry and check that no link of the chain has been altered. Note the last number
 * and hash somewhere safe: only so can a log that was cut off at its end be told from a whole one.
 *
 *   npm run audit           the whole chain
 *   npm run audit -- 12345  and it must reach at least this entry, noted earlier
 */
import { built, onData } from './setup/maintenance.mjs';

await onData(async () => {
  const { verifyAudit } = await built('models/core/auditLog.js');
  const reach = process.argv[2] ? Number(process.argv[2]) : undefined;
  const verdict = await verifyAudit(undefined, reach);
  if (!verdict.ok) throw new Error(`审计日志第 ${verdict.at} 条有问题：${verdict.why}。请保护现场并报告审计管理员。`);
  const { count, head } = verdict;
  console.log(
    count === 0 ? '审计日志还没有记录。' : `✓ ${count} 条记录完整无改动，最后一条 ${head.seq}，校验值 ${head.hash}`,
  );
});
