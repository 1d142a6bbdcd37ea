const steps: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * Moves the focus among the buttons of a table with the arrow keys, over gaps and hidden columns.
 * @returns whether the key was one of those
 */
export function moveInGrid(event: KeyboardEvent, table: HTMLTableElement): boolean {
  const step = steps[event.key];
  const cell = event.target instanceof Element ? event.target.closest('td') : null;
  const row = cell?.parentElement;
  if (!step || !cell || !(row instanceof HTMLTableRowElement)) return false;
  const [down, right] = step;
  const rows = [...(table.tBodies[0]?.rows ?? [])];
  let [y, x] = [rows.indexOf(row), cell.cellIndex];
  for (;;) {
    y += down;
    x += right;
    const next = rows[y]?.cells[x];
    if (!next) return true;
    const button = next.querySelector('button');
    if (button && button.offsetParent !== null) {
      button.focus();
      return true;
    }
  }
}
