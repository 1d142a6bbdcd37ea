import { deviceClock } from '../../platform/clock.ts';
import { deviceConnectivity, type Connectivity } from '../../platform/connectivity.ts';
import { Engine } from '../engine.ts';
import { aloneFor, openLine, type Line } from '../line.ts';
import type { FromWorker, ToWorker } from '../messages.ts';
import { sendAlone } from '../send-alone.ts';
import { workerMedia, type WorkerMedia } from './media.ts';

declare const self: DedicatedWorkerGlobalScope;

const tell = (message: FromWorker): void => {
  self.postMessage(message);
};
/** What a round meets that ran while a newer version took the database over; the window says so. */
const closedUnderneath = (error: unknown): boolean => error instanceof Error && error.name === 'DatabaseClosedError';
const bug = (error: unknown): void => {
  if (closedUnderneath(error)) return;
  const { name, stack } = error instanceof Error ? error : new Error('not an error');
  tell({ kind: 'bug', name, where: (stack ?? '').split('\n').slice(1, 4).join(' ') });
};

interface Running {
  readonly engine: Engine;
  readonly line: Line;
  readonly media: WorkerMedia;
}

/** Builds the engine of one account out of this worker's own clock, network and locks. */
async function run({ user, device, session: given, visible }: Extract<ToWorker, { kind: 'start' }>): Promise<Running> {
  const connectivity = deviceConnectivity();
  // The line is opened before the engine that hears of its sessions.
  const rights = { told: (): void => undefined };
  const over = { closed: (): void => undefined };
  const line = await openLine({
    origin: self.location.origin,
    user,
    device,
    connectivity,
    closed: () => {
      over.closed();
    },
    sessionBegan: () => {
      rights.told();
    },
  });
  if (given) await line.session.begin(given);
  const due = { changed: (): void => undefined };
  const media = workerMedia({
    line,
    user,
    origin: self.location.origin,
    connectivity,
    changed: () => {
      due.changed();
    },
    onBug: bug,
  });
  const engine = new Engine({
    media: media.courier,
    store: line.store,
    wire: line.wire,
    clock: deviceClock,
    connectivity,
    alone: aloneFor(user),
    after: (ms, wake) => {
      const timer = setTimeout(wake, Math.min(ms, 2_147_483_647));
      return () => {
        clearTimeout(timer);
      };
    },
    random: () => Math.random(),
    publish: (status) => {
      tell({ kind: 'status', status });
    },
    signedOut: () => line.session.ended,
    onBug: bug,
  });
  rights.told = () => {
    engine.rightsTold();
  };
  due.changed = () => {
    engine.lookAgain();
  };
  over.closed = () => {
    void media.courier.stop();
    void engine.stop();
  };
  engine.hidden(!visible);
  engine.start();
  carryForOthers(user, connectivity);
  return { engine, line, media };
}

/** Who used this tablet before left mail, perhaps: it goes whenever the relay turns out to be there. */
function carryForOthers(user: string, connectivity: Connectivity): void {
  let [under, again] = [false, false];
  const carry = (): void => {
    if (connectivity.current !== 'reached') return;
    again = under;
    if (under) return;
    under = true;
    sendAlone(self.location.origin, user)
      .then((left) => {
        if (left > 0) tell({ kind: 'others-wait' });
      })
      .catch(bug)
      .finally(() => {
        under = false;
        if (again) carry();
      });
  };
  connectivity.subscribe(carry);
}

function start(): void {
  let running: Promise<Running> | undefined;
  const take = async (message: ToWorker, port: MessagePort | undefined): Promise<void> => {
    if (message.kind === 'start') {
      running ??= run(message);
      await running;
      return;
    }
    const now = await running;
    if (!now) return;
    switch (message.kind) {
      case 'session':
        await now.line.session.begin(message.session);
        now.engine.now();
        return;
      case 'media':
        port?.postMessage(await now.media.answer(message.ask));
        return;
      case 'now':
        now.engine.now();
        return;
      case 'visible':
        now.engine.hidden(!message.visible);
    }
  };
  self.addEventListener('message', ({ data, ports }: MessageEvent<ToWorker>) => {
    take(data, ports[0]).catch(bug);
  });
}

start();
