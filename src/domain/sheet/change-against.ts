import { canonical } from '../canonical.ts';
import { changeOf, type Head, type Register } from '../register.ts';
import type { Stamp } from '../stamp.ts';

export interface Change {
  /** undefined: nothing to write */
  readonly doc: Register | undefined;
  /** fields that stay because somebody wrote them after the sheet was made */
  readonly newer: number;
  /** the sheet itself says something else of the same field in an earlier row */
  readonly twice: boolean;
}

/** Whether what stands there says the same: a verified telephone stays verified when a sheet repeats its number. */
function saysTheSame(held: unknown, said: unknown): boolean {
  if (typeof said !== 'object' || said === null) return canonical(held) === canonical(said);
  const there = (held ?? {}) as Readonly<Record<string, unknown>>;
  return Object.entries(said).every(([name, value]) => canonical(there[name]) === canonical(value));
}

/**
 * What a sheet changes of a register: only fields that differ, and only where the sheet is newer than what stands there.
 * @param stamp made of the sheet's date, so that an old file never beats a newer edit
 */
export function changeAgainst(
  stored: Register | undefined,
  head: Head,
  values: Readonly<Record<string, unknown>>,
  stamp: Stamp,
): Change {
  const writes: Record<string, unknown> = {};
  let newer = 0;
  let twice = false;
  for (const [name, value] of Object.entries(values)) {
    const held = stored?.fields[name];
    if (value === undefined || (held !== undefined && saysTheSame(held.v, value))) continue;
    if (held === undefined || held.s < stamp) writes[name] = value;
    else if (held.s === stamp) twice = true;
    else newer += 1;
  }
  const doc = Object.keys(writes).length === 0 ? undefined : changeOf<Register>(head, writes, stamp);
  return { doc, newer, twice };
}
