import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/** One of the processes of bench/servers, which says on what port it listens and with what headers it lets one in. */
export interface Child {
  process: ChildProcess;
  port: number;
  headers: Record<string, string>;
}

/** Start bench/servers/<name>.ts and wait until it is ready. */
export async function startServer(name: string, args: readonly string[]): Promise<Child> {
  const child = fork(path.join(__dirname, 'servers', `${name}.ts`), args, { execArgv: ['--require', 'tsx/cjs'] });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server ${name} ${args[0]} ended before it was ready`);
  });
  const [hello] = (await Promise.race([once(child, 'message'), ended])) as [Partial<Omit<Child, 'process'>>];
  ended.catch(() => undefined);
  return { process: child, port: hello.port ?? 0, headers: hello.headers ?? {} };
}

/** CPU time of the process so far, in ms. */
export async function cpuOf({ process: child }: Child): Promise<number> {
  child.send('cpu');
  const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
  return (cpu.user + cpu.system) / 1000;
}
