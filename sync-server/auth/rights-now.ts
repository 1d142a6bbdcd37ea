import type { Holder } from '../../src/domain/rights.ts';
import { accountOf, authDatabase, holderOf } from '../provisioning/accounts.ts';
import type { Storage } from '../storage/port.ts';
import { deviceDocId, recordFrom } from './device-record.ts';

/** Rights of somebody whose work goes on without a session; undefined when they or their device may not any more. */
export async function rightsNow(
  storage: Storage,
  user: string,
  device: string,
): Promise<{ readonly holder: Holder; readonly deviceId: string; readonly replicas: readonly string[] } | undefined> {
  const account = await accountOf(storage, user);
  const stored = await storage.get(authDatabase, deviceDocId(user, device));
  const record = stored && recordFrom(stored);
  if (!account || !record || record.revokedAt !== undefined) return undefined;
  return { holder: holderOf(account), deviceId: device, replicas: record.replicas };
}
