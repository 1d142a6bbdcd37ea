/** Members, or fields of a register, by which a document hangs on another, nearest to the door first. */
const hangsBy = [
  'buildingId',
  'dwellingId',
  'householdId',
  'residentId',
  'visitId',
  'proposalId',
  'subjectId',
] as const;

interface Hanging {
  readonly fields?: Readonly<Record<string, { readonly v: unknown } | undefined>>;
  readonly [member: string]: unknown;
}

/** The id that a document hangs on: its building, or the document through which one comes there. Undefined: nothing. */
export function hangsOn(document: object): string | undefined {
  const { fields, ...members } = document as Hanging;
  const address = fields?.['address']?.v as { buildingId?: unknown } | undefined;
  if (typeof address?.buildingId === 'string') return address.buildingId;
  for (const name of hangsBy) {
    const value = fields ? fields[name]?.v : members[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** Dwelling, household, visit, review: nobody hangs further away; a circle ends too. */
const furthest = 6;

/**
 * The order in which a first load brings documents: first what hangs on nothing, then building after building with
 * everything in it, so that the first buildings are whole and usable while the others still come. Where the building is
 * not known (answers lie in another database than their visit) what hangs on the same comes together.
 * @param on by id, what `hangsOn` told
 */
export function snapshotOrder(on: ReadonlyMap<string, string | undefined>): string[] {
  const rootOf = (id: string): string => {
    let root = on.get(id);
    for (let step = 0; step < furthest && root !== undefined; step += 1) {
      const next = on.get(root);
      if (next === undefined) break;
      root = next;
    }
    return root ?? '';
  };
  return [...on.keys()]
    .map((id) => ({ id, root: rootOf(id) }))
    .sort((a, b) => (a.root === b.root ? (a.id < b.id ? -1 : 1) : a.root < b.root ? -1 : 1))
    .map(({ id }) => id);
}
