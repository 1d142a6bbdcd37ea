import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './free-port.ts';

export interface RelaySetting {
  /** Kept between two starts with the same folder; the caller makes and removes it. */
  readonly dataDir: string;
  /** Default: a free one. Give the same again to let the relay come back where tablets look for it. */
  readonly port?: number;
  /** Added to an environment that holds nothing but the path; so `COUCHDB_URL` never leaks in by chance. */
  readonly env?: Readonly<Record<string, string>>;
  /** Default: the built relay. */
  readonly program?: string;
  /** How long the demo community may take to be made, in ms. */
  readonly patience?: number;
}

export interface StartedRelay {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly pid: number;
  /** All that the relay has printed so far. */
  output(): string;
  /** Asks it to end (SIGTERM) and waits until it has. */
  stop(): Promise<void>;
  /** SIGKILL, as a power cut would. */
  kill(): Promise<void>;
}

const healthyWithin = 120_000;

/**
 * Starts the built relay and waits until `/healthz` answers 200.
 *
 * @throws with all its output when it ended early or did not answer in time
 */
export async function startRelay({
  dataDir,
  port,
  env = {},
  program = 'dist/relay/main.js',
  patience,
}: RelaySetting): Promise<StartedRelay> {
  const own = port ?? (await freePort());
  const origin = `http://127.0.0.1:${own}`;
  const child = spawn(process.execPath, ['--enable-source-maps', program], {
    env: { PATH: process.env['PATH'], PORT: String(own), HOST: '127.0.0.1', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));

  const deadline = Date.now() + (patience ?? healthyWithin);
  while (!(await isHealthy(origin))) {
    if (hasEnded(child)) throw new Error(`the relay ended with ${child.exitCode ?? child.signalCode}:\n${output}`);
    if (Date.now() > deadline) {
      await end(child, 'SIGKILL');
      throw new Error(`the relay did not answer in time:\n${output}`);
    }
    await pause(100);
  }
  return {
    port: own,
    origin,
    pid: child.pid ?? 0,
    output: () => output,
    stop: () => end(child, 'SIGTERM'),
    kill: () => end(child, 'SIGKILL'),
  };
}

async function isHealthy(origin: string): Promise<boolean> {
  try {
    return (await fetch(`${origin}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return;
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
