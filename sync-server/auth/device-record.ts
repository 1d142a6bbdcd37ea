import { authDatabase } from '../provisioning/accounts.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';

/** A P-256 public key; its private half never leaves the device. */
export interface DeviceKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** One device as one person uses it: its key, its replica ids and the sessions that are open. Times: ms since 1970. */
export interface DeviceRecord {
  readonly name: string;
  readonly key?: DeviceKey;
  readonly replicas: readonly string[];
  readonly sessions: readonly { readonly id: string; readonly startedAt: number }[];
  /** nonces of recent renewals: a signed text counts once */
  readonly nonces: readonly { readonly nonce: string; readonly at: number }[];
  readonly lastSeen: number;
  readonly revokedAt?: number;
}

const attempts = 8;

export const deviceDocId = (user: string, device: string): string => `device:${user}:${device}`;

/** The record as stored, without what the storage adds. */
export function recordFrom(stored: StoredDoc): DeviceRecord {
  const { _id, _rev, ...record } = stored;
  return record as unknown as DeviceRecord;
}

/**
 * Changes a record under the eyes of other relays: `change` sees the newest one (`undefined`: none yet) and gives the
 * next, or `undefined` to leave it. Resolves to what is stored afterwards. Throws when the storage never takes it.
 */
export async function changeDevice(
  storage: Storage,
  user: string,
  device: string,
  change: (now: DeviceRecord | undefined) => DeviceRecord | undefined,
): Promise<DeviceRecord | undefined> {
  const _id = deviceDocId(user, device);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const stored = await storage.get(authDatabase, _id);
    const now = stored && recordFrom(stored);
    const next = change(now);
    if (!next) return now;
    const [written] = await storage.write(authDatabase, [{ ...next, _id, ...(stored && { _rev: stored._rev }) }]);
    if (written && !written.error) return next;
  }
  throw new Error('a device record could not be written');
}

/** A device is lost: its sessions end, its key renews nothing, nobody signs in on it. @returns whether it was known */
export async function revokeDevice(storage: Storage, user: string, device: string, now: number): Promise<boolean> {
  const changed = await changeDevice(
    storage,
    user,
    device,
    (known) => known && { ...known, sessions: [], revokedAt: now },
  );
  return changed !== undefined;
}

/** Every device that a person ever signed in on, with its id. */
export async function devicesOf(storage: Storage, user: string): Promise<(DeviceRecord & { readonly id: string })[]> {
  const prefix = deviceDocId(user, '');
  const stored = await storage.range(authDatabase, prefix, `${prefix}\uffff`);
  return stored.map((doc) => ({ ...recordFrom(doc), id: doc._id.slice(prefix.length) }));
}
