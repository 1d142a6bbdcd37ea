import { makeDeviceKey } from '../../src/platform/crypto.ts';
import { pouchWire } from '../../src/sync/pouch-wire.ts';
import { Session } from '../../src/sync/session.ts';
import type { Wire } from '../../src/sync/wire.ts';
import { keepEnrolment } from '../../src/store/enrolment.ts';
import { enrolmentOf } from '../../src/sync/line.ts';
import { RelayInMemory } from '../doubles/relay-in-memory.ts';
import { aStore, type TestStore } from './store.ts';

export interface TestLine {
  readonly relay: RelayInMemory;
  readonly store: TestStore;
  readonly session: Session;
  readonly wire: Wire;
  /** whether the relay answered, in order */
  readonly answered: boolean[];
}

/** grid1's tablet and a relay that does what a test says. */
export async function aLine(): Promise<TestLine> {
  const relay = new RelayInMemory();
  const store = await aStore();
  relay.now = store.clock.now();
  const answered: boolean[] = [];
  const hear = (there: boolean): void => void answered.push(there);
  const { privateKey } = await makeDeviceKey();
  const session = new Session({
    origin: relay.origin,
    user: 'grid1',
    device: 'tablet-1',
    key: privateKey,
    now: () => store.clock.now(),
    relayAhead: () => store.stamps.relayAhead,
    fetch: relay.fetch,
    answered: hear,
    began: (answer) => keepEnrolment(store, enrolmentOf(answer)),
  });
  const wire = pouchWire({ origin: relay.origin, bearer: session, fetch: relay.fetch, answered: hear });
  return { relay, store, session, wire, answered };
}
