import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signIn } from '../builders/relay.ts';
import { freePort } from '../journeys/setup/free-port.ts';

// The packages it leaves outside are found from here.
const bundle = 'dist/tests/relay/main.js';

let dir: string;
const children: ChildProcess[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'baibu-process-'));
  const format = { bundle: true, platform: 'node', format: 'esm', packages: 'external', sourcemap: true } as const;
  await build({ entryPoints: ['sync-server/main.ts'], outfile: bundle, ...format });
});
afterAll(async () => {
  for (const child of children) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(dir, { recursive: true, force: true });
});

interface Process {
  child: ChildProcess;
  output(): string;
  /** Resolves when the output holds the text; rejects when the process ended before. */
  says(text: string): Promise<void>;
  ended(): Promise<number | null>;
}

function start(environment: Record<string, string>): Process {
  const child = spawn(process.execPath, [bundle], {
    env: { PATH: process.env['PATH'], DATA_DIR: join(dir, 'store'), ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  const closed = once(child, 'close');
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return {
    child,
    output: () => output,
    async says(text) {
      while (!output.includes(text)) {
        if (child.exitCode !== null) throw new Error(`it ended:\n${output}`);
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), closed]);
      }
    },
    async ended() {
      await closed;
      return child.exitCode;
    },
  };
}

/** Two lines in one, both languages, and not the trace of a bug. */
function expectOneLine(text: string): void {
  expect(text.trim().split('\n')).toHaveLength(1);
  expect(text).toMatch(/[\u4e00-\u9fff].* \/ .*[a-z]/);
  expect(text).not.toMatch(/^\s+at /m);
}

it('fills an empty store, tells how to get in, keeps it, and says in one line why a second cannot start', async () => {
  const port = String(await freePort());
  const url = `http://127.0.0.1:${port}`;
  const relay = start({ PORT: port });
  await relay.says('Ctrl+C');
  expect(relay.output()).toContain(url);
  for (const name of ['grid1', 'grid2', 'building1', 'area1', 'garden1', 'secretary', 'admin', 'baibu-demo'])
    expect(relay.output()).toContain(name);
  const given = { password: 'baibu-demo' };
  const grid1 = await signIn(url, 'grid1', given);
  const area = grid1.databases.find(({ name, write }) => name.startsWith('area-') && write)?.name ?? '';
  const { doc_count: before } = (await (await grid1.ask(`/db/${area}/`)).json()) as { doc_count: number };
  expect(before).toBeGreaterThan(5000);

  const samePort = start({ PORT: port, DATA_DIR: join(dir, 'other') });
  expect(await samePort.ended()).toBe(1);
  expectOneLine(samePort.output());
  expect(samePort.output()).toContain(`Port ${port} is taken`);

  const sameFolder = start({ PORT: String(await freePort()) });
  expect(await sameFolder.ended()).toBe(1);
  expectOneLine(sameFolder.output());
  expect(sameFolder.output()).toContain('used by another relay');

  // a power cut: nothing is given back, and the next start finds its way
  relay.child.kill('SIGKILL');
  await relay.ended();
  const again = start({ PORT: port, DEMO: 'off' });
  await again.says('Ctrl+C');
  expect(again.output()).toContain('grid1');
  const back = await signIn(url, 'grid1', given);
  expect(await (await back.ask(`/db/${area}/`)).json()).toMatchObject({ doc_count: before });

  const stream = await back.ask('/api/wake');
  again.child.kill('SIGTERM');
  await stream.text().catch(() => 'cut');
  expect(await again.ended()).toBe(0);
}, 120_000);

it('stops at a bad value with code 1 and one line', async () => {
  const relay = start({ PORT: 'eighty' });
  expect(await relay.ended()).toBe(1);
  expectOneLine(relay.output());
});
