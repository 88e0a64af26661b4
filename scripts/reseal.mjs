/**
 * npm run reseal: encrypt every identity anew under the current key, after a new IDENTITY_KEY has been put in front. When it is done,
 * the old key may be taken out of the settings.
 */
import { built, onData } from './setup/maintenance.mjs';

const BATCH = 500;

await onData(async () => {
  const { resealOld } = await built('models/core/identityVault.js');
  let total = 0;
  for (;;) {
    const { resealed, failed } = await resealOld(BATCH);
    total += resealed;
    if (failed.length > 0)
      throw new Error(`有 ${failed.length} 条身份不能解密，请保留旧密钥并检查：${failed.slice(0, 5).join('、')}`);
    if (resealed === 0) break;
  }
  console.log(`✓ ${total} 条身份已用现用密钥重新加密，可以去掉旧密钥。`);
});
