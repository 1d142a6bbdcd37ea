import type { Tries } from '../features/sign-in/pin.svelte.ts';
import type { Account, Tablet } from '../store/tablet.ts';

/** Wrong tries of the PIN, for each account of this tablet; a reload does not forget them. */
export class WrongTries {
  readonly #tablet: Pick<Tablet, 'keepAccount'>;
  readonly #account: () => Account | undefined;
  /** counted since the accounts were read */
  readonly #counted = new Map<string, Tries>();

  /** @param account who is about to unlock */
  constructor(tablet: Pick<Tablet, 'keepAccount'>, account: () => Account | undefined) {
    this.#tablet = tablet;
    this.#account = account;
  }

  get current(): Tries {
    const account = this.#account();
    const counted = account && this.#counted.get(account.user);
    return counted ?? { wrong: account?.wrongTries ?? 0, pausedUntil: account?.nextTryAt ?? 0 };
  }

  /** Counts for whoever is about to unlock now, whoever takes the tablet while their digits are checked. */
  keeper(): (tries: Tries) => Promise<void> {
    const user = this.#account()?.user;
    return async (tries) => {
      if (user === undefined) return;
      this.#counted.set(user, tries);
      await this.#tablet.keepAccount(user, { wrongTries: tries.wrong, nextTryAt: tries.pausedUntil });
    };
  }
}
