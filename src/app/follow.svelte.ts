/** Does something whenever a condition comes true or what it reads changes; ends with the component that called it. */
export function follow(when: () => boolean, act: () => void): void {
  $effect.pre(() => {
    if (when()) act();
  });
}
