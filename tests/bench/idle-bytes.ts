import { setTimeout as pause } from 'node:timers/promises';
import { withBenchPage } from './bench-page.ts';
import { openCountingWire, type CountingWire } from './counting-wire.ts';
import { receiver } from './field-workers.ts';
import type { Figure } from './figure.ts';
import type {} from './page/bench-page.ts';
import { password } from './seed.ts';

const daySeconds = 86_400;
/** Two signs of life, which the tablet asks for every two minutes. */
const watchedSeconds = 245;
/** What the opening leaves behind comes within this time: a socket that the browser opened ahead and never used gets a 408. */
const settlingSeconds = 90;
const who = { user: receiver.user, password };

/** Bytes until nothing passed for three seconds. */
async function untilQuiet(wire: CountingWire, from: number): Promise<number> {
  for (let before = -1; before !== wire.bytes();) {
    before = wire.bytes();
    await pause(3_000);
  }
  return wire.bytes() - from;
}

/** What a tablet costs that lies open on the app's page for a day while nothing changes, wake stream included. */
export async function idleBytes(relayPort: number): Promise<Figure> {
  const wire = await openCountingWire(relayPort);
  const told = await withBenchPage(wire.port, async (page) => {
    await page.evaluate((credentials) => window.bench.live.appOnline(credentials), who);
    const opened = await untilQuiet(wire, 0);
    await pause(settlingSeconds * 1_000);
    const leftBehind = wire.bytes() - opened;
    const before = wire.bytes();
    await pause(watchedSeconds * 1_000);
    const resting = wire.bytes() - before;
    const part = async (happen: () => Promise<unknown>): Promise<number> => {
      const from = wire.bytes();
      await happen();
      return untilQuiet(wire, from);
    };
    const renewal = await part(() => page.evaluate(() => window.bench.live.appRenews()));
    const opening = await part(async () => {
      wire.cut();
      const from = wire.bytes();
      // the engine calls again when its patience is over
      while (wire.bytes() === from) await pause(250);
    });
    const asked = await part(() => page.evaluate(() => window.bench.live.appNow()));
    await page.evaluate(() => window.bench.live.appOffline());
    return { leftBehind, resting, asked, renewal, opening };
  }).finally(() => {
    wire.close();
  });
  const { leftBehind, resting, asked, renewal, opening } = told;
  const beats = (resting * daySeconds) / watchedSeconds;
  const day = beats + leftBehind + renewal + opening;
  return {
    name: 'idle-bytes',
    value: day / 1_024,
    unit: 'KB',
    ratio: day / beats,
    target: { most: 10 },
    details: [
      `reckoned from samples: ${String(resting)} bytes in ${String(watchedSeconds)} s of rest, ${(beats / 1_024).toFixed(0)} KB a day;`,
      `once after the opening: ${String(leftBehind)} bytes;`,
      `once a day the stream ends: renewal ${String(renewal)}, new stream and what it has asked for ${String(opening)} bytes;`,
      `besides, whenever a person asks for everything: ${String(asked)} bytes`,
      'bytes of TCP both ways, headers included, no TLS; the page visible for 24 hours; ratio = all / stream at rest alone',
    ],
  };
}
