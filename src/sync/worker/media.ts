import { deviceClock } from '../../platform/clock.ts';
import type { Connectivity } from '../../platform/connectivity.ts';
import { networkKind, onNetworkChange } from '../../platform/network-kind.ts';
import type { Line } from '../line.ts';
import type { MediaBox } from '../media-box.ts';
import { MediaCourier } from '../media-courier.ts';
import type { MediaAsk } from '../media-desk.ts';
import { mediaRelay } from '../media-relay.ts';

export interface WorkerMedia {
  readonly courier: MediaCourier;
  answer(ask: MediaAsk): Promise<unknown>;
}

export interface WorkerMediaParts {
  readonly line: Line;
  readonly user: string;
  readonly origin: string;
  readonly connectivity: Connectivity;
  readonly changed: () => void;
  readonly onBug: (error: unknown) => void;
}

/** Pictures in the sync worker; what carries and draws them is fetched with the first one. */
export function workerMedia({ line, user, origin, connectivity, changed, onBug }: WorkerMediaParts): WorkerMedia {
  const { store, session } = line;
  let opened: Promise<MediaBox> | undefined;
  const box = (): Promise<MediaBox> =>
    (opened ??= import('./browser-media-box.ts').then(({ browserMediaBox }) => browserMediaBox(user)));
  const relay = mediaRelay({
    origin,
    bearer: session,
    fetch: (input, init) => fetch(input, init),
    answered: (there) => {
      connectivity.relayAnswered(there);
    },
  });
  const courier = new MediaCourier({
    store,
    box,
    relay,
    clock: deviceClock,
    random: () => Math.random(),
    network: networkKind,
    alone: (work) =>
      navigator.locks.request(`baibu-${user}-media`, { ifAvailable: true }, (lock) =>
        lock ? work() : Promise.resolve(),
      ),
    changed,
    onBug,
  });
  onNetworkChange(() => {
    courier.hurry();
  });
  return {
    courier,
    answer: async (ask) => {
      const { answerMedia } = await import('./media-answers.ts');
      return answerMedia({ store, box, relay }, ask);
    },
  };
}
