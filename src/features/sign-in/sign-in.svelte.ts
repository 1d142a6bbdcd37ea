import type { Fault, Result } from '../../domain/fault.ts';

/** Signing in at the relay, handed in by the composition root. */
export type SignIn = (username: string, password: string, deviceName: string) => Promise<Result<unknown>>;

/** The form of a sign-in: what was typed, whether an answer is awaited, what was wrong. */
export class SignInModel {
  username = $state('');
  password = $state('');
  deviceName = $state('');
  #busy = $state(false);
  #fault = $state.raw<Fault | 'missing' | undefined>();
  readonly #signIn: SignIn;
  readonly #after: () => void;

  constructor(signIn: SignIn, after: () => void, known: { username?: string; deviceName?: string } = {}) {
    this.#signIn = signIn;
    this.#after = after;
    this.username = known.username ?? '';
    this.deviceName = known.deviceName ?? '';
  }

  get busy(): boolean {
    return this.#busy;
  }
  /** What kept the last try from working; `missing` when a field was empty. */
  get fault(): Fault | 'missing' | undefined {
    return this.#fault;
  }

  submit = async (): Promise<void> => {
    if (this.#busy) return;
    if (this.username.trim() === '' || this.password === '') {
      this.#fault = 'missing';
      return;
    }
    this.#busy = true;
    this.#fault = undefined;
    try {
      const answer = await this.#signIn(this.username.trim(), this.password, this.deviceName.trim());
      if (answer.ok) this.#after();
      else this.#fault = answer.fault;
    } finally {
      this.password = '';
      this.#busy = false;
    }
  };
}
