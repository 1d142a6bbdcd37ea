const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * Lets arrow keys, Home and End move the focus among the parts of one control.
 * @param root the control
 * @param parts selector of what can take the focus inside it
 * @returns the part that now has the focus, or undefined when the key was not for us
 */
export function moveFocus(event: KeyboardEvent, root: HTMLElement, parts: string): HTMLElement | undefined {
  const all = [...root.querySelectorAll<HTMLElement>(parts)];
  const here = all.indexOf(event.target as HTMLElement);
  if (here < 0) return undefined;
  const step = steps[event.key];
  let next: number;
  if (step !== undefined) next = (here + step + all.length) % all.length;
  else if (event.key === 'Home') next = 0;
  else if (event.key === 'End') next = all.length - 1;
  else return undefined;
  event.preventDefault();
  const part = all[next];
  part?.focus();
  return part;
}
