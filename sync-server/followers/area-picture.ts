import { dayOf, type Round } from '../../src/domain/day.ts';
import type { Dwelling, Household } from '../../src/domain/documents/place.ts';
import type { Matter, Visit, Withdrawal } from '../../src/domain/documents/visit.ts';
import {
  countOf,
  extractId,
  mattersOf,
  rollupId,
  type BuildingExtract,
  type ExtractRow,
  type MattersExtract,
  type RaisedMatter,
  type Rollup,
} from '../../src/domain/extract.ts';
import { groupBy } from '../../src/domain/group.ts';

interface Door {
  readonly buildingId: string;
  readonly entrance: string;
  readonly floor: string;
  readonly room: string;
}
interface Home {
  readonly dwellingId: string;
  readonly familyName?: string;
  readonly people?: number;
}
interface Knock {
  readonly dwellingId: string;
  readonly day: string;
}
interface Raised {
  readonly by: string;
  readonly day: string;
  readonly resolution: Matter['resolution'];
  readonly promisedReplyOn?: string;
}

/** Types of documents that a picture is drawn from; no other is ever looked at. */
export const pictured = ['dwelling', 'household', 'charge', 'visit', 'matter', 'withdrawal'] as const;

/**
 * What the relay remembers of one area to write what others may read: places, names at doors, that somebody knocked, and
 * states of matters. It takes nothing else out of a document, so nothing else can get into an extract or a roll-up.
 */
export class AreaPicture {
  readonly #doors = new Map<string, Door>();
  readonly #homes = new Map<string, Home>();
  readonly #knocks = new Map<string, Knock>();
  readonly #raised = new Map<string, Raised>();
  readonly #withdrawn = new Map<string, string>();

  /** Takes a document in, the newest state of it. */
  put(doc: { readonly _id: string; readonly type?: unknown }): void {
    const id = doc._id;
    switch (doc.type) {
      case 'dwelling': {
        const address = (doc as Dwelling).fields.address?.v;
        if (!address) return;
        const { buildingId, entrance, floor, room } = address;
        this.#doors.set(id, { buildingId, entrance, floor, room });
        return;
      }
      case 'household': {
        const { dwellingId, familyName, size } = (doc as Household).fields;
        if (!dwellingId) return;
        this.#homes.set(id, {
          dwellingId: dwellingId.v,
          ...(familyName && { familyName: familyName.v }),
          ...(size && { people: size.v }),
        });
        return;
      }
      case 'visit': {
        const { dwellingId, startedAt } = doc as Visit;
        this.#knocks.set(id, { dwellingId, day: dayOf(startedAt) });
        return;
      }
      case 'matter': {
        const { by, at, resolution, promisedReplyOn } = doc as Matter;
        this.#raised.set(id, { by, day: dayOf(at), resolution, ...(promisedReplyOn && { promisedReplyOn }) });
        return;
      }
      case 'withdrawal':
        this.#withdrawn.set(id, (doc as Withdrawal).subjectId);
    }
  }

  remove(id: string): void {
    for (const kept of [this.#doors, this.#homes, this.#knocks, this.#raised, this.#withdrawn]) kept.delete(id);
  }

  /** The building in whose extract a document shows, as far as is known now. */
  buildingOf(id: string): string | undefined {
    const dwellingId = this.#homes.get(id)?.dwellingId ?? this.#knocks.get(id)?.dwellingId ?? id;
    return this.#doors.get(dwellingId)?.buildingId;
  }

  /** Who raised the matter that a document is or withdraws. */
  raiserOf(id: string): string | undefined {
    return this.#raised.get(this.#withdrawn.get(id) ?? id)?.by;
  }

  buildings(): Set<string> {
    return new Set([...this.#doors.values()].map((door) => door.buildingId));
  }

  raisers(): Set<string> {
    return new Set([...this.#raised.values()].map((matter) => matter.by));
  }

  /** Extracts of some buildings; each a function of the documents and the round alone. */
  buildingExtracts(buildings: ReadonlySet<string>, round: Round): BuildingExtract[] {
    const walked = this.#walked(round);
    const homes = groupBy(this.#homes.values(), (home) => home.dwellingId);
    const doors = groupBy(this.#doors, ([, door]) => door.buildingId);
    return [...buildings].sort().map((buildingId) => {
      const rows = (doors.get(buildingId) ?? []).flatMap(([dwellingId, { entrance, floor, room }]): ExtractRow[] => {
        const door = { dwellingId, entrance, floor, room, walkedThisRound: walked.has(dwellingId) };
        const living = homes.get(dwellingId) ?? [];
        if (living.length === 0) return [door];
        return living.map(({ familyName, people }) => ({
          ...door,
          ...(familyName !== undefined && { familyName }),
          ...(people !== undefined && { people }),
        }));
      });
      rows.sort(byText((row) => [row.dwellingId, row.familyName, row.people].join(' ')));
      return { _id: extractId(buildingId), type: 'extract', schema: 1, buildingId, round: round.key, rows };
    });
  }

  /** The matters that some persons raised. */
  mattersExtracts(people: ReadonlySet<string>): MattersExtract[] {
    const withdrawn = new Set(this.#withdrawn.values());
    const raised = groupBy(this.#raised, ([, matter]) => matter.by);
    return [...people].sort().map((userId) => {
      const matters = (raised.get(userId) ?? []).map(([matterId, { resolution, promisedReplyOn }]): RaisedMatter => {
        if (withdrawn.has(matterId)) return { matterId, state: 'withdrawn' };
        return { matterId, state: resolution, ...(promisedReplyOn && { promisedReplyOn }) };
      });
      matters.sort(byText((matter) => matter.matterId));
      return { _id: extractId(mattersOf(userId)), type: 'extract', schema: 1, userId, matters };
    });
  }

  rollup(area: string, round: Round): Rollup {
    const withdrawn = new Set(this.#withdrawn.values());
    const inRound = [...this.#raised].filter(([id, { day }]) => isIn(round, day) && !withdrawn.has(id));
    const matters = (resolution: Matter['resolution']) =>
      countOf(inRound.filter(([, matter]) => matter.resolution === resolution).length);
    return {
      _id: rollupId(area, round.key),
      type: 'rollup',
      schema: 1,
      area,
      round: round.key,
      visits: countOf([...this.#knocks.values()].filter(({ day }) => isIn(round, day)).length),
      doorsWalked: countOf(this.#walked(round).size),
      matters: { done: matters('done'), explained: matters('explained'), taken: matters('taken') },
    };
  }

  #walked(round: Round): Set<string> {
    const knocks = [...this.#knocks.values()].filter(({ day }) => isIn(round, day));
    return new Set(knocks.map(({ dwellingId }) => dwellingId));
  }
}

const isIn = (round: Round, day: string): boolean => round.from <= day && day <= round.to;

const byText =
  <T>(textOf: (item: T) => string) =>
  (a: T, b: T): number =>
    textOf(a) < textOf(b) ? -1 : 1;
