import { createSubscriber } from 'svelte/reactivity';

/** Call it in a getter that reads the time: as long as something on the screen reads the getter, it is read anew each second. */
export const eachSecond = (): (() => void) =>
  createSubscriber((update) => {
    const timer = setInterval(update, 1_000);
    return () => {
      clearInterval(timer);
    };
  });
