import { eachSecond } from '../../platform/seconds.ts';

const length = 6;
/** Five wrong in a row, then a pause that binds whoever uses this screen (a copied profile is another matter). */
const triesBeforePause = 5;
const pauseMs = 60_000;

/** Digits that anybody tries first: one digit repeated, or a run up or down. */
export function isWeakPin(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index]));
  return steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
}

/** Six digits as they are typed. */
class Digits {
  #typed = $state('');
  get count(): number {
    return this.#typed.length;
  }
  /** Takes one key; answers the six digits when they are complete, and begins anew. */
  press(key: string): string | undefined {
    if (key === 'back') this.#typed = this.#typed.slice(0, -1);
    else if (this.#typed.length < length) this.#typed += key;
    if (this.#typed.length < length) return undefined;
    const whole = this.#typed;
    this.#typed = '';
    return whole;
  }
}

/** Choosing a PIN: twice the same, and not one that anybody tries first. */
export class SetPinModel {
  readonly #digits = new Digits();
  #first = $state<string | undefined>();
  #problem = $state<'differs' | 'weak' | undefined>();
  readonly #choose: (pin: string) => Promise<void>;

  constructor(choose: (pin: string) => Promise<void>) {
    this.#choose = choose;
  }

  get typed(): number {
    return this.#digits.count;
  }
  get again(): boolean {
    return this.#first !== undefined;
  }
  get problem(): 'differs' | 'weak' | undefined {
    return this.#problem;
  }

  press = async (key: string): Promise<void> => {
    const pin = this.#digits.press(key);
    if (pin === undefined) return;
    this.#problem = undefined;
    if (this.#first === undefined) {
      if (isWeakPin(pin)) this.#problem = 'weak';
      else this.#first = pin;
      return;
    }
    if (pin === this.#first) {
      await this.#choose(pin);
      return;
    }
    this.#first = undefined;
    this.#problem = 'differs';
  };
}

/** Wrong tries since the last right one, and when the next is taken (ms). */
export interface Tries {
  readonly wrong: number;
  readonly pausedUntil: number;
}

/** Unlocking: checks after the sixth digit, counts wrong tries, pauses after five. */
export class UnlockModel {
  readonly #digits = new Digits();
  #wrong = $state(0);
  #pausedUntil = $state(0);
  #checking = $state(false);
  readonly #counts = eachSecond();
  readonly #fits: (pin: string) => Promise<boolean>;
  readonly #now: () => number;
  readonly #keep: (tries: Tries) => Promise<void>;

  /**
   * @param fits checks a PIN and opens the tablet when it fits
   * @param now ms
   * @param tries wrong ones so far, which a reload does not forget; a pause never outlasts its length, whatever the clock did
   * @param keep remembers them
   */
  constructor(
    fits: (pin: string) => Promise<boolean>,
    now: () => number,
    tries: Tries = { wrong: 0, pausedUntil: 0 },
    keep: (tries: Tries) => Promise<void> = () => Promise.resolve(),
  ) {
    this.#fits = fits;
    this.#now = now;
    this.#keep = keep;
    this.#wrong = tries.wrong;
    this.#pausedUntil = Math.min(tries.pausedUntil, now() + pauseMs);
  }

  get typed(): number {
    return this.#digits.count;
  }
  get checking(): boolean {
    return this.#checking;
  }
  get wrong(): number {
    return this.#wrong;
  }
  get triesLeft(): number {
    return this.#isPauseOver ? triesBeforePause : triesBeforePause - this.#wrong;
  }
  /** Seconds until the next try is taken; 0 = now. */
  get pause(): number {
    if (this.#pausedUntil > this.#now()) this.#counts();
    return Math.max(0, Math.ceil((this.#pausedUntil - this.#now()) / 1000));
  }

  get #isPauseOver(): boolean {
    return this.#pausedUntil > 0 && this.pause === 0;
  }

  press = async (key: string): Promise<void> => {
    if (this.#checking || this.pause > 0) return;
    if (this.#isPauseOver) {
      this.#pausedUntil = 0;
      this.#wrong = 0;
    }
    const pin = this.#digits.press(key);
    if (pin === undefined) return;
    this.#checking = true;
    try {
      if (await this.#fits(pin)) {
        if (this.#wrong > 0) await this.#keep({ wrong: 0, pausedUntil: 0 });
        return;
      }
      this.#wrong += 1;
      if (this.#wrong >= triesBeforePause) this.#pausedUntil = this.#now() + pauseMs;
      await this.#keep({ wrong: this.#wrong, pausedUntil: this.#pausedUntil });
    } finally {
      this.#checking = false;
    }
  };
}
