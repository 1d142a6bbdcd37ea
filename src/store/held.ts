import type { OutboxRow } from './rows.ts';

/** Whether an envelope must stay on the tablet for now: its undo runs, and the clock did not jump behind its saving. */
export const isHeld = (row: OutboxRow, now: number): boolean =>
  row.holdUntil !== undefined && now >= row.savedMs && now < row.holdUntil;
