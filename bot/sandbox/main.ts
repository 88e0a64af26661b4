import { startSandbox } from './server';

/** Runs the sandbox alone: `npm run sandbox`. */
async function main(): Promise<void> {
  const port = Number(process.env['SANDBOX_PORT'] ?? 8090);
  const host = process.env['SANDBOX_HOST'] ?? '127.0.0.1';
  const dataDir = process.env['SANDBOX_DATA_DIR'];
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error('SANDBOX_PORT 应为 0 到 65535 的整数，请改正后重新启动。');
  if (host !== '127.0.0.1') console.warn(`注意：沙盒在 ${host} 上监听，它没有密码，请只在可信网络中这样用。`);
  const addresses = { app: process.env['APP_ADDRESS'] ?? null, desk: process.env['DESK_ADDRESS'] ?? null };
  const sandbox = await startSandbox({
    port,
    host,
    addresses,
    automatic: process.env['SANDBOX_AUTOMATIC'] === '1',
    ...(dataDir && { dataDir }),
    log: (line) => console.error(line),
  });
  console.log(`手机      http://localhost:${sandbox.port}/`);
  console.log(`接口      ${sandbox.url}  （DINGTALK_API_BASE 与 DINGTALK_OAPI_BASE）`);
  console.log(`控制接口  ${sandbox.url}/sandbox/info`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  const code = (error as NodeJS.ErrnoException).code;
  console.error(
    code === 'EADDRINUSE'
      ? '端口已被占用，请用 SANDBOX_PORT 换一个端口后重新启动。'
      : error instanceof Error
        ? error.message
        : error,
  );
  process.exit(1);
});
