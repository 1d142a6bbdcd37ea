/** Runs inside the page. Names what stands out of the screen sideways, or scrolls sideways. */
export function tooWide(): string[] {
  const name = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} “${element.textContent.trim().slice(0, 20)}”`;
  const width = document.documentElement.clientWidth;
  const found: string[] = [];
  if (document.documentElement.scrollWidth > width) found.push('the page');
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('svg, .vh, [inert]')) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0) continue;
    const clipped = getComputedStyle(element).clipPath !== 'none';
    if (!clipped && (box.right > width + 0.5 || box.left < -0.5)) found.push(name(element));
    const scrolls = ['auto', 'scroll', 'hidden'].includes(getComputedStyle(element).overflowX);
    if (!clipped && scrolls && element.scrollWidth > element.clientWidth + 1 && !['INPUT'].includes(element.tagName)) {
      found.push(`${name(element)} scrolls sideways`);
    }
  }
  return found;
}

/** Runs inside the page. Names what can be pressed and is smaller than 48 × 48. */
export function tooSmall(): string[] {
  const found: string[] = [];
  const targets = 'button, a[href], input, textarea, select, [role=radio], [role=checkbox]';
  for (const element of document.querySelectorAll(targets)) {
    if (element.closest('[inert]')) continue;
    const box = element.getBoundingClientRect();
    if (box.width === 0 && box.height === 0) continue;
    if (box.width < 47.5 || box.height < 47.5) {
      found.push(
        `${element.tagName} “${element.textContent.trim()}” ${String(Math.round(box.width))} × ${String(Math.round(box.height))}`,
      );
    }
  }
  return found;
}
