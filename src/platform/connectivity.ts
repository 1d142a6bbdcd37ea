/**
 * Whether the relay can be reached, as far as anybody knows. The browser's `onLine` is only believed when it says no;
 * an answer of the relay proves yes.
 */
export class Connectivity {
  readonly #listeners = new Set<() => void>();
  #network: boolean;
  #answered: boolean | undefined;

  constructor(network = true) {
    this.#network = network;
  }

  /** `unknown`: there is a network, and nothing was tried since it came. */
  get current(): 'reached' | 'unreached' | 'unknown' | 'no-network' {
    if (!this.#network) return 'no-network';
    if (this.#answered === undefined) return 'unknown';
    return this.#answered ? 'reached' : 'unreached';
  }

  /** The device says that it has a network, or has none. */
  networkIs(there: boolean): void {
    if (there === this.#network) return;
    this.#network = there;
    this.#answered = undefined;
    this.#tell();
  }

  /** A request was answered (whatever the answer), or was not. */
  relayAnswered(answered: boolean): void {
    if (answered) this.#network = true;
    if (answered === this.#answered) return;
    this.#answered = answered;
    this.#tell();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Connectivity that listens to this window's or worker's own online and offline events. */
export function deviceConnectivity(): Connectivity {
  const connectivity = new Connectivity(globalThis.navigator.onLine);
  globalThis.addEventListener('online', () => {
    connectivity.networkIs(true);
  });
  globalThis.addEventListener('offline', () => {
    connectivity.networkIs(false);
  });
  return connectivity;
}
