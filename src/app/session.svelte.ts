import { done, type Result } from '../domain/fault.ts';
import type { Me } from '../domain/me.ts';
import { makeDeviceKey, makePinVerifier, pinFits } from '../platform/crypto.ts';
import { askToPersist } from '../platform/storage-left.ts';
import { keepEnrolment } from '../store/enrolment.ts';
import type { SessionAnswer } from '../sync/session.ts';
import type { Store } from '../store/store.ts';
import type { Account } from '../store/tablet.ts';
import type { Memory } from './memory.svelte.ts';
import { openMemory, type MemoryParts } from './open-memory.ts';
import { signInAtRelay, type RelaySession } from './relay-session.ts';

export type Phase = 'opening' | 'choose' | 'sign-in' | 'set-pin' | 'locked' | 'in';

/** Carries the mail of one account until it is stopped. */
export interface Carrier {
  stop(): void;
  /** a person signed in again */
  signedIn(session: SessionAnswer): void;
}

export interface SessionParts extends MemoryParts {
  /** starts delivery; a session is there right after a sign-in, else the carrier renews by the device's key */
  readonly carry: (store: Store, session: SessionAnswer | undefined) => Carrier;
}

/** Who uses the tablet now, and whether the screen is theirs. */
export class Session {
  #phase = $state<Phase>('opening');
  #accounts = $state.raw<readonly Account[]>([]);
  #account = $state.raw<Account | undefined>();
  #store = $state.raw<Store | undefined>();
  #waiting = $state.raw({ drafts: 0, unsent: 0 });
  #counting = false;
  #opening: Promise<void> = Promise.resolve();
  /** why somebody signs in: a new tablet, a forgotten PIN, an ended session */
  #reason = $state<'first' | 'forgot' | 'again'>('first');
  #persisted = $state<boolean | undefined>();
  #unwatch: (() => void) | undefined;
  #carrier: Carrier | undefined;
  #answer: SessionAnswer | undefined;
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  get phase(): Phase {
    return this.#phase;
  }
  get accounts(): readonly Account[] {
    return this.#accounts;
  }
  get account(): Account | undefined {
    return this.#account;
  }
  get me(): Me | undefined {
    return this.#account?.me;
  }
  /** The open store; stays while the screen is locked, so that one returns to where one was. */
  get store(): Store | undefined {
    return this.#store;
  }
  /** Whether drafts and unsent records of the account are being counted. */
  get counting(): boolean {
    return this.#phase === 'locked' && this.#counting;
  }
  /** Drafts and unsent records of the account that is about to unlock. */
  get waiting(): { readonly drafts: number; readonly unsent: number } {
    return this.#waiting;
  }
  get reason(): 'first' | 'forgot' | 'again' {
    return this.#reason;
  }
  /** Whether the browser promised to keep the data; undefined before it was asked. */
  get persisted(): boolean | undefined {
    return this.#persisted;
  }

  /** Whether what the account stored here is still there. */
  get memory(): Memory {
    return this.#parts.memory;
  }
  /** The first load reached its end: from now on an empty database means that the browser cleared it. */
  keepFilled = async (): Promise<void> => {
    if (this.#store) await this.memory.filled(this.#store);
    if (this.#account?.filled !== true) await this.#keep({ filled: true });
  };

  /** Remembers something of the account; whoever took the tablet meanwhile stays who they are. */
  async #keep(change: Partial<Omit<Account, 'user'>>): Promise<void> {
    const user = this.#account?.user;
    if (user === undefined) return;
    const kept = await this.#parts.tablet.keepAccount(user, change);
    this.#accounts = this.#accounts.map((one) => (one.user === user ? kept : one));
    if (this.#account?.user === user) this.#account = kept;
  }

  /** Looks who uses this tablet: the last account, locked, or the first sign-in. */
  async begin(): Promise<void> {
    const { tablet } = this.#parts;
    const [accounts, last] = await Promise.all([tablet.accounts(), tablet.setting('lastUser')]);
    this.#accounts = accounts;
    const account = this.#accounts.find((one) => one.user === last) ?? this.#accounts[0];
    if (account?.pin) this.choose(account.user);
    else this.#ask('first');
  }

  #ask(reason: 'first' | 'forgot' | 'again'): void {
    this.#reason = reason;
    this.#phase = 'sign-in';
  }

  /** Another person takes the tablet: the present account is locked away with its work. */
  other = (): void => {
    this.#leave();
    this.#phase = this.#accounts.length > 1 ? 'choose' : 'sign-in';
    this.#reason = 'first';
  };

  someoneNew = (): void => {
    this.#leave();
    this.#account = undefined;
    this.#ask('first');
  };

  /** The lock shows at once; the account's memory is opened while fingers look for the digits. */
  choose = (user: string): void => {
    this.#leave();
    this.#waiting = { drafts: 0, unsent: 0 };
    this.#account = this.#accounts.find((one) => one.user === user);
    if (!this.#account?.pin) {
      this.#ask('first');
      return;
    }
    this.#phase = 'locked';
    // What went wrong is told by `memory`.
    const opening = this.#openBehindTheLock(user)
      .catch(() => undefined)
      .finally(() => {
        if (this.#opening === opening) this.#counting = false;
      });
    this.#opening = opening;
  };

  async #openBehindTheLock(user: string): Promise<void> {
    this.#counting = true;
    const store = await this.#open(user);
    if (this.#account?.user !== user || this.#store) {
      // somebody else took the tablet meanwhile
      store.close();
      return;
    }
    this.#store = store;
    // sealed rows only; nothing is opened before the PIN fits
    store.shelf.readAhead();
    const [drafts, unsent] = await Promise.all([
      store.db.drafts.count(),
      store.db.outbox.where('state').anyOf('waiting', 'received', 'refused').count(),
    ]);
    if (this.#store === store) this.#waiting = { drafts, unsent };
  }

  forgot = (): void => {
    this.#ask('forgot');
  };
  /** The session ended at the relay: the work goes on, sending needs the password. */
  again = (): void => {
    this.#ask('again');
  };
  /** Back from a sign-in that was not needed. */
  get canGoBack(): boolean {
    return this.#account?.pin !== undefined || this.#accounts.length > 0;
  }
  goBack = (): void => {
    if (this.#reason === 'again' && this.#store) this.#phase = 'in';
    else if (this.#account?.pin) this.choose(this.#account.user);
    else this.#phase = 'choose';
  };

  signIn = async (username: string, password: string, deviceName: string): Promise<Result<unknown>> => {
    const { tablet } = this.#parts;
    const id = await tablet.deviceId(() => crypto.randomUUID());
    const name = deviceName === '' ? ((await tablet.setting('deviceName')) ?? '') : deviceName;
    const known = await tablet.account(username);
    const key = known?.deviceKey ?? (await makeDeviceKey());
    const answer = await signInAtRelay({ username, password }, { id, name, key, fresh: known === undefined });
    if (!answer.ok) return answer;
    await tablet.keepSetting('deviceName', name);
    await this.#enter(answer.value, key);
    return done(undefined);
  };

  async #enter(session: RelaySession, deviceKey: CryptoKeyPair): Promise<void> {
    const { tablet, clock } = this.#parts;
    const user = session.me.holder.userId;
    this.#persisted = await askToPersist();
    const { me } = session;
    this.#account = await tablet.keepAccount(user, { name: me.name, me, deviceKey, lastUsed: clock.now() });
    this.#accounts = await tablet.accounts();
    if (this.#store?.user !== user) {
      this.#leave();
      this.#store = await this.#open(user);
    }
    const { answer } = session;
    const { replica, databases } = answer;
    await keepEnrolment(this.#store, { replica, databases, serverTime: Date.parse(answer.serverTime) });
    this.#answer = answer;
    if (this.#reason === 'forgot' || !this.#account.pin) this.#phase = 'set-pin';
    else await this.#go();
  }

  choosePin = async (pin: string): Promise<void> => {
    if (!this.#account) return;
    await this.#keep({ pin: await makePinVerifier(pin) });
    this.#accounts = await this.#parts.tablet.accounts();
    await this.#go();
  };

  unlock = async (pin: string): Promise<boolean> => {
    const account = this.#account;
    const verifier = account?.pin;
    // The check takes its time beside this thread, which reads meanwhile; nothing is laid out before the PIN fits.
    this.#store?.shelf.readAhead();
    if (!verifier || !(await pinFits(pin, verifier))) return false;
    await this.#opening;
    // one's digits open one's own work, not that of whoever was chosen meanwhile
    if (this.#account?.user === account.user) await this.#go();
    return true;
  };

  lock = (): void => {
    if (this.#phase === 'in' && this.#store) {
      const unsent = this.#store.shelf.outbox.filter((row) => row.state !== 'delivered' && !row.gone).length;
      this.#waiting = { drafts: this.#store.shelf.drafts.length, unsent };
      this.#phase = 'locked';
    }
  };

  /** The tablet's owner gives the account back: its rows stay until they are delivered and another signs in. */
  signOut = async (): Promise<void> => {
    const user = this.#account?.user;
    this.#leave();
    if (user !== undefined) await this.#parts.tablet.keepSetting('lastUser', '');
    this.#account = undefined;
    this.#phase = this.#accounts.length > 1 ? 'choose' : 'sign-in';
    this.#reason = 'first';
  };

  /** What stands under the name on the unlock screen, once the organisation is known. */
  keepUnit = async (unit: string): Promise<void> => {
    if (this.#account?.unit !== unit) await this.#keep({ unit });
  };

  readonly #open = (user: string): Promise<Store> => openMemory(this.#parts, user);

  async #go(): Promise<void> {
    const [store, account] = [this.#store, this.#account];
    if (!store || !account) return;
    try {
      await Promise.all([
        this.#parts.tablet.keepSetting('lastUser', account.user),
        store.shelf.turn < 0 ? store.shelf.openFirst() : undefined,
      ]);
    } catch (error) {
      if (this.#store === store) throw error;
    }
    // somebody else took the tablet while it was laid out
    if (this.#store !== store) return;
    this.#unwatch ??= this.memory.watch(store, account.filled === true);
    if (this.#carrier && this.#answer) this.#carrier.signedIn(this.#answer);
    this.#carrier ??= this.#parts.carry(store, this.#answer);
    this.#answer = undefined;
    this.#phase = 'in';
  }

  #leave(): void {
    this.#carrier?.stop();
    this.#carrier = undefined;
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#store?.close();
    this.#store = undefined;
  }
}
