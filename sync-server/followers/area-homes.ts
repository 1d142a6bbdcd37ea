import { homesId, type AreaHomes } from '../../src/domain/extract.ts';
import { groupBy } from '../../src/domain/group.ts';
import type { Charge, Dwelling, Household } from '../../src/domain/documents/place.ts';
import type { ChargeTerms } from '../../src/domain/organisation/responsibility.ts';
import { doorLabel } from '../../src/domain/address.ts';

interface Place {
  readonly buildingId: string;
  readonly door: string;
}

/** Which households live in which building of an area, and who looks after each: what the report on blank spots counts. */
export class Homes {
  readonly #places = new Map<string, Place>();
  readonly #households = new Map<string, string>();
  readonly #charges = new Map<string, ChargeTerms & { readonly householdId: string }>();

  /** @returns whether the document is one that is counted here */
  put(doc: { readonly _id: string; readonly type?: unknown }): boolean {
    switch (doc.type) {
      case 'dwelling': {
        const address = (doc as Dwelling).fields.address?.v;
        if (address) this.#places.set(doc._id, { buildingId: address.buildingId, door: doorLabel(address) });
        return true;
      }
      case 'household': {
        const { dwellingId } = (doc as Household).fields;
        if (dwellingId) this.#households.set(doc._id, dwellingId.v);
        return true;
      }
      case 'charge': {
        const { _id, householdId, unitId, seat, from, supersedes, after } = doc as Charge;
        const order = { ...(supersedes !== undefined && { supersedes }), ...(after !== undefined && { after }) };
        this.#charges.set(_id, { _id, householdId, unitId, ...(seat !== undefined && { seat }), from, ...order });
        return true;
      }
      default:
        return false;
    }
  }

  /** @returns whether something that is counted went */
  remove(id: string): boolean {
    const kept = [this.#places, this.#households, this.#charges];
    return kept.map((map) => map.delete(id)).includes(true);
  }

  /** A function of the documents alone, in the order of their ids. */
  extract(area: string): AreaHomes {
    const charges = groupBy(this.#charges.values(), ({ householdId }) => householdId);
    const homes = [...this.#households].flatMap(([householdId, dwellingId]) => {
      const place = this.#places.get(dwellingId);
      if (!place) return [];
      const named = (charges.get(householdId) ?? []).map(({ householdId: _, ...terms }) => terms);
      named.sort((a, b) => (a._id < b._id ? -1 : 1));
      return [{ ...place, householdId, ...(named.length > 0 && { charges: named }) }];
    });
    homes.sort((a, b) => (a.householdId < b.householdId ? -1 : 1));
    return { _id: homesId(area), type: 'extract', schema: 1, area, homes };
  }
}
