/** A fact that may be replaced by a newer version of itself. */
interface Replaceable {
  readonly _id: string;
  readonly supersedes?: string | undefined;
}

/**
 * The facts that still hold: neither replaced by a newer version nor withdrawn. Depends on the set of facts alone, not on
 * the order in which they came.
 */
export function inForce<T extends Replaceable>(
  facts: readonly T[],
  withdrawals: readonly { readonly subjectId: string }[] = [],
): T[] {
  const gone = new Set(withdrawals.map((withdrawal) => withdrawal.subjectId));
  for (const fact of facts) if (fact.supersedes !== undefined) gone.add(fact.supersedes);
  return facts.filter((fact) => !gone.has(fact._id));
}
