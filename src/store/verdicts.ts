import type { EnvelopeAnswer, Verdict } from '../domain/envelope.ts';
import { retryRules, type RetryRule } from '../domain/fault.ts';
import { rowKey, type OutboxRow, type OutboxState, type PartRef, type RowKey } from './rows.ts';

/** How often a `not-yet` is tried again before a person is asked. */
const mostTries = 12;

/** What becomes of one part after an answer. */
export type Fate = 'unsent' | 'again' | 'shift' | 'received' | 'safe' | 'refused';

const keyOf = (ref: Pick<PartRef, 'db' | 'id'>): RowKey => rowKey(ref.db, ref.id);

/** Verdicts known so far with those of an answer; what was once safe is never less. */
export function joinVerdicts(row: OutboxRow, answer: EnvelopeAnswer, at: string): readonly Verdict[] {
  const told: readonly Verdict[] =
    'error' in answer
      ? row.refs.map(({ db, id }) => ({ db, id, code: answer.reason, durable: false, receivedAt: at }))
      : answer.verdicts;
  const known = new Map((row.verdicts ?? []).map((verdict) => [keyOf(verdict), verdict]));
  const ours = new Set(row.refs.map(keyOf));
  for (const verdict of told) {
    const key = keyOf(verdict);
    const old = known.get(key);
    const safe = old && !old.code && old.durable;
    if (ours.has(key) && !safe) known.set(key, verdict);
  }
  return [...known.values()];
}

/** The rule of a part: a part that fell with its unit follows the rule of the one that made it fall. */
function ruleOf(ref: PartRef, verdict: Verdict, row: OutboxRow, verdicts: ReadonlyMap<RowKey, Verdict>): RetryRule {
  if (verdict.code === undefined) return 'never';
  if (verdict.code !== 'unit-refused' || ref.unit === undefined) return retryRules[verdict.code];
  const mates = row.refs.filter((mate) => mate.unit === ref.unit);
  const causes = mates.flatMap((mate) => {
    const code = verdicts.get(keyOf(mate))?.code;
    return code === undefined || code === 'unit-refused' ? [] : [retryRules[code]];
  });
  return causes.length === 0 ? 'later' : causes.includes('never') ? 'never' : (causes[0] ?? 'never');
}

/** What becomes of each part. @param tries answers of this envelope that left something open, this one included */
export function fatesOf(row: OutboxRow, verdicts: readonly Verdict[], tries: number): Map<RowKey, Fate> {
  const by = new Map(verdicts.map((verdict) => [keyOf(verdict), verdict]));
  return new Map(
    row.refs.map((ref): [RowKey, Fate] => {
      const verdict = by.get(keyOf(ref));
      if (!verdict) return [keyOf(ref), 'unsent'];
      if (verdict.code === undefined) return [keyOf(ref), verdict.durable ? 'safe' : 'received'];
      // Handed over and overtaken are kept by the relay: nothing is left to do, once it is on safe copies there.
      if (verdict.code === 'handed-over') return [keyOf(ref), verdict.durable ? 'safe' : 'received'];
      if (verdict.code === 'overtaken') return [keyOf(ref), 'safe'];
      const rule = ruleOf(ref, verdict, row, by);
      if (rule === 'shift-stamps') return [keyOf(ref), 'shift'];
      return [keyOf(ref), rule === 'never' || tries > mostTries ? 'refused' : 'again'];
    }),
  );
}

/** Where the whole envelope is. */
export function stateAfter(fates: Iterable<Fate>): OutboxState {
  const all = new Set(fates);
  if (all.has('unsent') || all.has('again') || all.has('shift')) return 'waiting';
  if (all.has('received')) return 'received';
  return all.has('refused') ? 'refused' : 'delivered';
}

/** The longest wait before an envelope with something open is sent again (ms). */
export const longestAgain = 600_000;

/** When an envelope with something open is sent again, in ms from now: 5 s, doubled each time, at most 10 min. */
export const againIn = (tries: number): number => Math.min(longestAgain, 5_000 * 2 ** Math.min(tries - 1, 10));
