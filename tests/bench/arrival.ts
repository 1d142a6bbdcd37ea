/** Moments of a start as the page sees them, ms since its navigation began. */
export interface Arrival {
  /** the fields of the sign-in are painted */
  readonly signIn?: number;
  /** the keys of the lock are painted */
  readonly locked?: number;
  /** the sixth digit was pressed */
  readonly typed?: number;
  /** doors of Today are painted */
  readonly today?: number;
  /** how long the key derivation of the PIN took */
  readonly pin?: number;
}

declare global {
  interface Window {
    arrival?: Arrival;
  }
}

/** Put into the page before its own scripts; must stand alone. */
export function watchArrival(): void {
  const note = (moment: Arrival): void => {
    window.arrival = { ...window.arrival, ...moment };
  };
  const seen = new Set<keyof Arrival>();
  /** A frame with it was handed on: the next task after a frame. */
  const onceVisible = (name: 'signIn' | 'locked' | 'today', selector: string): void => {
    const found = document.querySelector(selector);
    if (seen.has(name) || !found?.checkVisibility({ visibilityProperty: true })) return;
    seen.add(name);
    requestAnimationFrame(() =>
      setTimeout(() => {
        note({ [name]: performance.now() });
      }),
    );
  };
  new MutationObserver(() => {
    onceVisible('signIn', '#password');
    onceVisible('locked', '[role="group"] button');
    onceVisible('today', '[data-door]');
  }).observe(document, { childList: true, subtree: true, attributes: true });

  let digits = 0;
  const press = (event: KeyboardEvent): void => {
    digits += 1;
    if (digits === 6) note({ typed: event.timeStamp });
  };
  window.addEventListener('keydown', press, { capture: true });

  const { subtle } = crypto;
  const derive = subtle.deriveBits.bind(subtle);
  subtle.deriveBits = async (...given) => {
    const began = performance.now();
    const bits = await derive(...given);
    note({ pin: performance.now() - began });
    return bits;
  };
}
