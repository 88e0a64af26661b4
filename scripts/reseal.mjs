/**
 * npm run reseal: encrypt every identity anew under the current key, and wrap the keys of everything else that is sealed by it, after a new
 * IDENTITY_KEY has been put in front. When it is done, the old key may be taken out of the settings.
 */
import { built, onData } from './setup/maintenance.mjs';

const BATCH = 500;

/** @param work one batch; answers how many it did and which it could not */
async function all(what, work) {
  let total = 0;
  for (;;) {
    const { done, failed } = await work();
    total += done;
    if (failed.length > 0)
      throw new Error(`有 ${failed.length} 条${what}不能解密，请保留旧密钥并检查：${failed.slice(0, 5).join('、')}`);
    if (done === 0) return total;
  }
}

await onData(async () => {
  const { resealOld } = await built('models/core/identityVault.js');
  const { rewrapOld } = await built('models/flying/sealed.store.js');
  const { rewrapDevices } = await built('models/device/rewrapping.js');
  const { rewrapTransfers } = await built('models/transfer/rewrapping.js');
  const identities = await all('身份', async () => {
    const { resealed, failed } = await resealOld(BATCH);
    return { done: resealed, failed };
  });
  const keys = await all('飞行检查密钥', async () => {
    const { rewrapped, failed } = await rewrapOld(BATCH);
    return { done: rewrapped, failed };
  });
  const phones = await all('手机存储密钥', async () => {
    const { rewrapped, failed } = await rewrapDevices(BATCH);
    return { done: rewrapped, failed };
  });
  const texts = await all('案件移送', async () => {
    const { rewrapped, failed } = await rewrapTransfers(BATCH);
    return { done: rewrapped, failed };
  });
  console.log(
    `✓ ${identities} 条身份、${keys} 把飞行检查密钥、${phones} 把手机存储密钥、${texts} 件案件移送已换用现用密钥，可以去掉旧密钥。`,
  );
});
