import { cp } from 'node:fs/promises';
import { expect, inject, onTestFinished } from 'vitest';
import { freePort } from './free-port.ts';
import { type StartedRelay, startRelay } from './relay.ts';
import { type Tablet, type TabletSetting, openTablet } from './tablet.ts';
import { tempDir } from './temp-dir.ts';
import { type Wire, openWire } from './wire.ts';

export interface House {
  readonly relay: StartedRelay;
  /** A tablet nobody has used yet, with its own line to the relay. */
  tablet(what: string): Promise<OwnTablet>;
}

/** One tablet through all its lives: the same storage, the same line, one browser after another. */
export interface OwnTablet {
  readonly wire: Wire;
  /** Where its browser keeps everything, between two lives. */
  readonly profileDir: string;
  /** Takes it in hand; what it complained of fails the journey when it is over. */
  open(setting?: Partial<TabletSetting>): Promise<Tablet>;
}

/** What a browser says by itself when a line is cut, or a relay says no as it should; everything else is a fault of ours. */
const expectedComplaints =
  /net::ERR_|Failed to load resource|status of 401|Cross-Origin-Opener-Policy header has been ignored/;

/** A relay of its own for the running test, with the demo community, and tablets that go when the test has finished. */
export async function openHouse(): Promise<House> {
  const dataDir = await tempDir('data');
  await cp(inject('demoFolder'), dataDir, { recursive: true });
  const relay = await startRelay({ dataDir, port: await freePort() });
  onTestFinished(() => relay.stop());
  return {
    relay,
    async tablet(what) {
      const profileDir = await tempDir(what);
      const wire = await openWire(relay.port);
      onTestFinished(() => wire.close());
      return {
        wire,
        profileDir,
        async open(setting = {}) {
          const tablet = await openTablet({ profileDir, wire, ...setting });
          onTestFinished(async ({ task }) => {
            // what the screen showed when it failed; a killed tablet shows nothing
            if (task.result?.state === 'fail' && !tablet.page.isClosed())
              await tablet.page.screenshot({ path: `dist/journeys/${what}.png` });
            await tablet.close();
            expect(tablet.complaints.filter((line) => !expectedComplaints.test(line))).toEqual([]);
          });
          return tablet;
        },
      };
    },
  };
}
