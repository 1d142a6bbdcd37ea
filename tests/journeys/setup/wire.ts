import { type Socket, connect, createServer } from 'node:net';
import { freePort } from './free-port.ts';

/** The line between one tablet and the relay. A tablet keeps its wire's address for life: storage belongs to an origin. */
export interface Wire {
  /** What the tablet opens: `http://127.0.0.1:<own port>`. */
  readonly origin: string;
  /** Cuts every open connection and refuses new ones, as a stairwell does. */
  cut(): void;
  /** Connections stay open and new ones are taken, but not a byte passes: bad signal at its worst. */
  stall(): void;
  /** Lets everything through again. */
  mend(): void;
  /** Where the relay is to be found from now on; for a relay that came back elsewhere. */
  leadTo(relayPort: number): void;
  close(): Promise<void>;
}

type Manner = 'open' | 'cut' | 'stalled';

/** Opens a wire to a relay on this machine; it starts mended. */
export async function openWire(relayPort: number): Promise<Wire> {
  const port = await freePort();
  const pairs = new Set<readonly [Socket, Socket]>();
  let target = relayPort;
  let manner: Manner = 'open';

  const server = createServer((tablet) => {
    if (manner === 'cut') return void tablet.resetAndDestroy();
    const relay = connect(target, '127.0.0.1');
    const pair = [tablet, relay] as const;
    pairs.add(pair);
    for (const [one, other] of [pair, [relay, tablet]] as const) {
      one.on('error', () => other.destroy());
      one.on('close', (failed) => {
        // what was sent before a good end still arrives
        if (failed) other.destroy();
        else other.destroySoon();
        pairs.delete(pair);
      });
      one.pipe(other);
      if (manner === 'stalled') one.pause();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });

  const cutAll = (): void => {
    for (const [tablet, relay] of pairs) {
      tablet.resetAndDestroy();
      relay.destroy();
    }
    pairs.clear();
  };

  return {
    origin: `http://127.0.0.1:${port}`,
    cut: () => {
      manner = 'cut';
      cutAll();
    },
    stall: () => {
      manner = 'stalled';
      for (const socket of [...pairs].flat()) socket.pause();
    },
    mend: () => {
      manner = 'open';
      for (const socket of [...pairs].flat()) socket.resume();
    },
    leadTo: (next) => {
      target = next;
    },
    close: () => {
      cutAll();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
