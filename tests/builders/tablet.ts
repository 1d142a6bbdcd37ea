import { Connectivity } from '../../src/platform/connectivity.ts';
import { makeDeviceKey, publicJwk } from '../../src/platform/crypto.ts';
import { openTablet } from '../../src/store/tablet.ts';
import { openLine, type Line } from '../../src/sync/line.ts';
import type { TestRelay } from './relay.ts';

export interface TestTablet extends Line {
  readonly device: string;
  /** Forgets everything of it. */
  leave(): Promise<void>;
}

let tablets = 0;

/**
 * A new tablet on which a person signed in at a real relay; its session renews itself by the key of that tablet.
 * @param origin another relay on the same storage, or a wire before it
 */
export async function aTablet(relay: TestRelay, user: string, origin = relay.url): Promise<TestTablet> {
  tablets += 1;
  const device = `tablet-of-${user}-${String(tablets)}`;
  const deviceKey = await makeDeviceKey();
  const tablet = await openTablet();
  await tablet.keepAccount(user, { deviceKey });
  tablet.close();
  await relay.signIn(user, { device: { id: device, name: device, key: await publicJwk(deviceKey) } });
  const line = await openLine({ origin, user, device, connectivity: new Connectivity() });
  const token = await line.session.token();
  if (!token.ok) throw new Error(token.fault.code);
  await line.store.shelf.open();
  const leave = async (): Promise<void> => {
    line.store.shelf.close();
    await line.store.db.delete();
  };
  return { ...line, device, leave };
}
