import { openTablet } from '../journeys/setup/tablet.ts';
import { demoPin, settleIn } from '../journeys/setup/sign-in.ts';
import { openWire, type Wire } from '../journeys/setup/wire.ts';
import { withFolder } from './bench-page.ts';
import { watchArrival, type Arrival } from './arrival.ts';
import { median, spread, type Figure } from './figure.ts';
import { worker } from './seed.ts';

/** One start, in parts, ms. */
interface Start {
  /** navigation until the six digits can be typed */
  readonly locked: number;
  /** the sixth digit until the doors of Today are painted */
  readonly opened: number;
  /** of that, checking the PIN */
  readonly pin: number;
}

/** Opens the tablet anew, without a signal, its page slowed down by `rate`. */
async function start(profileDir: string, wire: Wire, rate: number): Promise<Start> {
  const tablet = await openTablet({ profileDir, wire, offline: true, path: null });
  try {
    const { page, context } = tablet;
    await page.addInitScript(watchArrival);
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate });
    await page.goto('/');
    await page.waitForFunction(() => window.arrival?.locked !== undefined);
    await page.keyboard.type(demoPin);
    await page.waitForFunction(() => window.arrival?.today !== undefined);
    const { locked, typed, today, pin } = await page.evaluate(() => window.arrival as Required<Arrival>);
    const reached = await page.evaluate(() =>
      fetch('/healthz').then(
        () => true,
        () => false,
      ),
    );
    if (reached) throw new Error('the network was not off');
    return { locked, opened: today - typed, pin };
  } finally {
    await tablet.close();
  }
}

/**
 * Cold starts of the installed app without a signal: browser started anew on the tablet's profile, PIN typed by nobody's
 * fingers. Four times slower and at full speed in turns.
 */
export const coldStart = (relayPort: number, rounds: number): Promise<Figure> =>
  withFolder('tablet', async (profileDir) => {
    const wire = await openWire(relayPort);
    try {
      const first = await openTablet({ profileDir, wire });
      await settleIn(first.page, worker);
      await first.close();
      const slow: Start[] = [];
      const fast: Start[] = [];
      for (let round = 0; round < rounds; round += 1) {
        slow.push(await start(profileDir, wire, 4));
        fast.push(await start(profileDir, wire, 1));
      }
      return figureOf(slow, fast);
    } finally {
      await wire.close();
    }
  });

const whole = ({ locked, opened }: Start): number => locked + opened;
const parts = (starts: readonly Start[]): string =>
  `sum ${spread(starts.map(whole))}; to the lock ${spread(starts.map(({ locked }) => locked))}; ` +
  `right PIN to Today ${spread(starts.map(({ opened }) => opened))}, ` +
  `of which PBKDF2 ${spread(starts.map(({ pin }) => pin))}`;

function figureOf(slow: readonly Start[], fast: readonly Start[]): Figure {
  const value = median(slow.map(whole));
  return {
    name: 'cold-start',
    value,
    unit: 'ms',
    ratio: value / median(fast.map(whole)),
    target: { most: 2_000 },
    details: [
      `4× slower, ms: ${parts(slow)}`,
      `full speed, ms: ${parts(fast)}`,
      'the slowing holds for the page; the service worker and the derivation of the PIN run beside it at full speed',
      'ratio = 4× slower / full speed',
    ],
  };
}
