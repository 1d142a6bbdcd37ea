import type { Part } from '../../src/domain/envelope.ts';
import type { RefusalCode } from '../../src/domain/fault.ts';
import { groupBy } from '../../src/domain/group.ts';
import { isRegister } from '../../src/domain/catalogue.ts';
import { merge } from '../../src/domain/merge.ts';
import type { Head } from '../../src/domain/register.ts';
import { ByPlace } from './by-place.ts';
import type { Judgement, Lookup } from './judge.ts';

/** One part under judgement; `fault` was found before anything was looked up. */
export interface Case {
  readonly part: Part;
  readonly fault: RefusalCode | undefined;
}

type Unit = readonly number[];
type Trial =
  { readonly outcome: 'waits' } | { readonly outcome: 'fell' | 'stands'; readonly found: Map<number, Judgement> };

/**
 * Judges all parts of an envelope. A part may name another part of the same envelope, in whatever order they come, if that
 * one is good itself; parts sharing a `unit` stand or fall together. A unit that only waits for something waits as a whole
 * (`not-yet`), because all of it will be sent again.
 */
export function judgeAll(
  cases: readonly Case[],
  judge: (part: Part, at: Lookup) => Judgement,
  stored: Lookup,
): Judgement[] {
  const good = new ByPlace<Head>();
  const verdicts = new Map<number, Judgement>();
  let waiting: Unit[] = [...groupBy(cases.keys(), (index) => cases[index]?.part.unit ?? index).values()];
  for (let before = -1; waiting.length !== before;) {
    before = waiting.length;
    waiting = waiting.filter((unit) => {
      const laid = new ByPlace<Head>();
      const at: Lookup = (db, id) => laid.get(db, id) ?? good.get(db, id) ?? stored(db, id);
      const trial = tryUnit(unit, cases, judge, at, laid);
      if (trial.outcome === 'waits') return true;
      for (const [index, judgement] of trial.found) verdicts.set(index, judgement);
      if (trial.outcome === 'stands') for (const [db, id, body] of laid.entries()) good.set(db, id, body);
      return false;
    });
  }
  return cases.map((_, index) => verdicts.get(index) ?? { taken: false, code: 'not-yet' });
}

function tryUnit(
  unit: Unit,
  cases: readonly Case[],
  judge: (part: Part, at: Lookup) => Judgement,
  at: Lookup,
  laid: ByPlace<Head>,
): Trial {
  const found = new Map<number, Judgement>();
  let open: Unit = unit;
  for (let before = -1; open.length !== before;) {
    before = open.length;
    open = open.filter((index) => {
      const one = cases[index];
      if (!one) return false;
      const judgement: Judgement = one.fault ? { taken: false, code: one.fault } : judge(one.part, at);
      if (!judgement.taken && judgement.code === 'not-yet') return true;
      found.set(index, judgement);
      if (judgement.taken) lay(one.part, judgement.home, at, laid);
      return false;
    });
  }
  const fell = [...found.values()].some((judgement) => !judgement.taken);
  if (!fell) return open.length > 0 ? { outcome: 'waits' } : { outcome: 'stands', found };
  for (const index of unit)
    if (found.get(index)?.taken !== false) found.set(index, { taken: false, code: 'unit-refused' });
  return { outcome: 'fell', found };
}

/** What later parts of the same envelope see once this one is good. */
function lay({ doc }: Part, home: string, at: Lookup, laid: ByPlace<Head>): void {
  const body = doc as unknown as Head;
  const before = at(home, body._id);
  laid.set(home, body._id, before && isRegister(body.type) ? merge(before, body) : body);
}
