import { canonical } from '../../src/domain/canonical.ts';
import type { SealedKind } from '../../src/domain/database-name.ts';
import type { EndedGrant, Grant, Holder } from '../../src/domain/rights.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';

/** Sessions, devices, accounts and throttles: shared by all relays, never under `/db`. */
export const authDatabase = 'auth';

/** A person who may sign in; the user name is also the user id that stands in `by` and in `own-<user>`. */
export interface Account {
  readonly username: string;
  /** as colleagues call the person */
  readonly name: string;
  readonly passwordHash: string;
  readonly community: string;
  readonly grants: readonly Grant[];
  readonly sealed: readonly SealedKind[];
  /** areas copied by somebody above them, at most three */
  readonly pinned: readonly string[];
  /** grants of the past: unsent work done under them is handed over */
  readonly ended?: readonly EndedGrant[];
  readonly disabled?: boolean;
}

export const accountDocId = (username: string): string => `account:${username}`;
/** Also the shape of a user id in documents: nothing else is ever looked up. */
const usernameShape = /^[a-z][a-z0-9-]{0,40}$/;

/** `undefined`: nobody of this name may sign in or was signed in (unknown, or disabled). */
export async function accountOf(storage: Storage, username: string): Promise<Account | undefined> {
  if (!usernameShape.test(username)) return undefined;
  return accountFrom(await storage.get(authDatabase, accountDocId(username)));
}

/** Whose work it is, also when they may not sign in any more; with every right that they ever had. */
export async function authorOf(storage: Storage, username: string): Promise<Account | undefined> {
  if (!usernameShape.test(username)) return undefined;
  const stored = await storage.get(authDatabase, accountDocId(username));
  const account = stored && accountFrom({ ...stored, disabled: false });
  return account && { ...account, grants: [...account.grants, ...(account.ended ?? [])] };
}

/** Creates or replaces an account; throws when the storage refuses it again and again. */
export async function putAccount(storage: Storage, account: Account): Promise<void> {
  if (!usernameShape.test(account.username)) throw new TypeError('not a user name');
  const { username, ...kept } = account;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const stored = await storage.get(authDatabase, accountDocId(username));
    const [written] = await storage.write(authDatabase, [
      { ...kept, _id: accountDocId(username), ...(stored && { _rev: stored._rev }) },
    ]);
    if (written && !written.error) return;
  }
  throw new Error('an account could not be written');
}

/** The account with other grants; those that it loses end at this instant, so that unsent work can be handed over. */
export function reassigned(account: Account, grants: readonly Grant[], at: string): Account {
  const kept = new Set(grants.map(canonical));
  const lost = account.grants.filter((grant) => !kept.has(canonical(grant)));
  return { ...account, grants, ended: [...(account.ended ?? []), ...lost.map((grant) => ({ ...grant, until: at }))] };
}

/** The account as the pure rules of the domain want it. */
export function holderOf(account: Account): Holder {
  const { username, community, grants, sealed, pinned, ended } = account;
  return { userId: username, community, grants, sealed, pinned, ...(ended && { ended }) };
}

/** The account as stored; `undefined` when there is none, or a disabled one. */
export function accountFrom(stored: StoredDoc | undefined): Account | undefined {
  if (!stored || stored['disabled'] === true) return undefined;
  const { _id, _rev: _, ...kept } = stored;
  return { ...(kept as unknown as Omit<Account, 'username'>), username: _id.slice('account:'.length) };
}
