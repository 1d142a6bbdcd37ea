import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { freePort } from './setup/free-port.ts';
import { startRelay } from './setup/relay.ts';
import { envelopes, remembered, until } from './setup/remembered.ts';
import { settleIn, unlock } from './setup/sign-in.ts';
import { openTablet, type Tablet } from './setup/tablet.ts';
import { tempDir } from './setup/temp-dir.ts';
import { tapNobodyHome } from './setup/today.ts';
import { openWire } from './setup/wire.ts';

/** One command of an operator, while the relay is stopped. */
async function operator(dataDir: string, ...words: string[]): Promise<void> {
  const child = spawn(process.execPath, ['dist/relay/main.js', ...words], {
    env: { PATH: process.env['PATH'], DATA_DIR: dataDir },
    stdio: 'ignore',
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
}

test('an area changes hands while its worker has no signal: the work reaches the desk and goes home by one tap', async () => {
  const dataDir = await tempDir('data');
  await cp(inject('demoFolder'), dataDir, { recursive: true });
  const port = await freePort();
  let relay = await startRelay({ dataDir, port });
  onTestFinished(() => relay.stop());
  const wire = await openWire(port);
  onTestFinished(() => wire.close());
  const open = async (what: string): Promise<Tablet> => {
    const tablet = await openTablet({ profileDir: await tempDir(what), wire });
    onTestFinished(() => tablet.close());
    return tablet;
  };

  const grid1 = await open('grid1');
  await settleIn(grid1.page, 'grid1');
  const known = new Set((await remembered(grid1.page, 'grid1', 'visit')).map((visit) => visit._id));
  wire.cut();
  await tapNobodyHome(grid1.page);
  const [visit] = (await remembered(grid1.page, 'grid1', 'visit')).filter(({ _id }) => !known.has(_id));
  if (!visit) throw new Error('nothing was saved');
  await relay.stop();
  await operator(dataDir, 'assign', 'grid1', '--role', 'gridWorker', '--areas', 'yx02');
  relay = await startRelay({ dataDir, port });
  wire.mend();
  await until(async () => (await envelopes(grid1.page, 'grid1')).every((row) => row.state === 'delivered'), 60_000);
  // Rights are told with a session: with the next one, after 15 minutes at the latest, the copy of the area goes. What was
  // written here stays until it is home.
  await grid1.page.reload();
  await unlock(grid1.page);
  const held = async (): Promise<string[]> =>
    (await remembered(grid1.page, 'grid1', 'visit'))
      .map(({ _id }) => _id)
      .filter((id) => known.has(id) || id === visit._id);
  await until(async () => (await held()).join() === visit._id, 60_000);

  const desk = await open('desk');
  await settleIn(desk.page, 'area1');
  await desk.page.getByRole('button', { name: '移交来的 1 条' }).click();
  const sheet = desk.page.getByRole('dialog', { name: '移交来的记录' });
  await expect.poll(() => sheet.textContent()).toContain('周敏');
  await sheet.getByRole('button', { name: '放回片区' }).click();
  await sheet.getByText('没有移交来的记录。').waitFor();
  await until(
    async () =>
      (await remembered(desk.page, 'area1', 'visit')).some((one) => one._id === visit._id && one['by'] === 'grid1'),
    30_000,
  );
});
