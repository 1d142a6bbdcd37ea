/** Slower or shorter than this, in px, is a tap or a scroll. */
const SLOP = 10;

interface Swipe {
  down: (event: PointerEvent) => void;
  move: (event: PointerEvent) => void;
  up: () => void;
  /** Swallows the click that ends a swipe, so that a row is not opened by it. */
  click: (event: MouseEvent) => void;
}

/**
 * Reads a sideways drag of one finger; up and down stay with the page.
 * @param width how far the row opens, in px
 * @param start where the row stands when the finger comes down: 0 closed, -width open
 * @param drag the row's place while the finger moves
 * @param end whether it is to stay open
 */
export function swipe(
  width: () => number,
  start: () => number,
  drag: (offset: number) => void,
  end: (open: boolean) => void,
): Swipe {
  let from: { x: number; y: number; offset: number; pointer: number } | undefined;
  let offset = 0;
  let swiping = false;
  let swallow = false;

  return {
    down(event) {
      swallow = false;
      if (!event.isPrimary || event.button !== 0) return;
      from = { x: event.clientX, y: event.clientY, offset: start(), pointer: event.pointerId };
      offset = from.offset;
      swiping = false;
    },
    move(event) {
      if (from?.pointer !== event.pointerId) return;
      const dx = event.clientX - from.x;
      if (!swiping) {
        if (Math.abs(event.clientY - from.y) > SLOP) from = undefined;
        if (!from || Math.abs(dx) < SLOP) return;
        swiping = true;
        (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      }
      offset = Math.max(-width(), Math.min(0, from.offset + dx));
      drag(offset);
    },
    up() {
      if (swiping) {
        swallow = true;
        end(offset < -width() / 2);
      }
      from = undefined;
      swiping = false;
    },
    click(event) {
      if (!swallow) return;
      swallow = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
}
