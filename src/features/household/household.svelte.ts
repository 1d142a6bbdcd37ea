import { addressLabel } from '../../domain/address.ts';
import { careOf, logOf, parseDatabaseName } from '../../domain/database-name.ts';
import { dayOf } from '../../domain/day.ts';
import { doorKey, type Door } from '../../domain/door.ts';
import { doorOfPath } from '../../domain/door-path.ts';
import type { MediaReference } from '../../domain/documents/media.ts';
import type { DueDoor } from '../../domain/due.ts';
import type { Resident } from '../../domain/documents/place.ts';
import type { Matter, Visit } from '../../domain/documents/visit.ts';
import type { Consent } from '../../domain/documents/care.ts';
import { failed, type Result } from '../../domain/fault.ts';
import { mediaIn } from '../../domain/media.ts';
import { storyOf, type Story, type StoryRow } from '../../domain/household-story.ts';
import type { KnockSlot } from '../../domain/knock-reasons.ts';
import type { Me } from '../../domain/me.ts';
import { groupLeaderOn } from '../../domain/organisation/on-call.ts';
import type { Answering } from '../../domain/organisation/responsibility.ts';
import { fieldOf } from '../../domain/register.ts';
import type { Left } from '../../domain/residence.ts';
import { databasesOf } from '../../domain/rights.ts';
import { watched } from '../../platform/watched.ts';
import { tagInForce, type CareTag } from '../../domain/care-tags.ts';
import { tagsAtDoor } from '../../store/care-plans.ts';
import { doorsByDwelling, doorsOnTablet, dueOfDoorOnTablet } from '../../store/due-doors.ts';
import { householdFile, type HouseholdFile } from '../../store/households.ts';
import { beginForReason, knockReasons } from '../../store/knock-reasons.ts';
import { areaOfDoor } from '../../store/one-tap.ts';
import { howLeft } from '../../store/persons.ts';
import { standingHere, type RecordStanding } from '../../store/record-state.ts';
import { answeringFor, organisation } from '../../store/organisation.ts';
import { nameOfUser } from '../../store/reference.ts';
import { saveAction } from '../../store/save.ts';
import { changeRegister, newHead, type Store } from '../../store/store.ts';
import { isCommon } from '../../store/three-party.ts';
import { answersByVisit } from '../../store/visits.ts';

export type Purpose = 'prepare' | 'help' | 'correct';

/** How long names and telephones stay uncovered (ui.md §5.5), in ms. */
export const revealMs = 60_000;

/** One household's file: who lives there, what was agreed, what happened; closed parts open with a purpose. */
export class HouseholdModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #path: string;
  readonly #watch: () => void;
  #revealed = $state(false);
  #purpose = $state<Purpose | undefined>();
  #older = $state(false);
  /** pictures of answers, by visit; read when the closed part is opened */
  #pictures = $state.raw<ReadonlyMap<string, readonly MediaReference[]>>(new Map());

  constructor(store: Store, me: Me, path: string) {
    this.#store = store;
    this.#me = me;
    this.#path = path;
    this.#watch = watched(store.shelf);
  }

  get door(): Door | undefined {
    this.#watch();
    return doorOfPath(this.#path, doorsOnTablet(this.#store.shelf));
  }
  /** Every door of this dwelling: more than one where families share it. */
  get siblings(): readonly Door[] {
    this.#watch();
    return this.door ? (doorsByDwelling(this.#store.shelf).get(this.door.dwellingId) ?? []) : [];
  }
  /** Who answers for this home today, level by level. */
  get answering(): readonly Answering[] {
    this.#watch();
    return this.door ? answeringFor(this.#store, this.door) : [];
  }
  get title(): string {
    return this.door ? addressLabel(this.door.address) : '';
  }
  get file(): HouseholdFile | undefined {
    this.#watch();
    return this.door && householdFile(this.#store.shelf, this.door.dwellingId);
  }
  get due(): DueDoor | undefined {
    this.#watch();
    return this.door && dueOfDoorOnTablet(this.#store, doorKey(this.door));
  }
  /** The six reasons to knock. */
  get knockReasons(): readonly KnockSlot[] {
    this.#watch();
    return knockReasons(this.#store.shelf);
  }
  beginFor = async (slot: KnockSlot): Promise<Result<unknown>> =>
    this.door ? beginForReason(this.#store, this.door, slot) : failed('not-yours');
  /** How many measures the household's plan has. */
  get measures(): number {
    this.#watch();
    const householdId = this.door?.householdId;
    return householdId === undefined ? 0 : this.#store.shelf.by('planMeasure', 'householdId', householdId).length;
  }
  get today(): string {
    return this.#store.clock.today();
  }

  /** Those who live here now, the head first. */
  get residents(): readonly {
    readonly resident: Resident;
    readonly gone: boolean;
    readonly left?: Left | undefined;
  }[] {
    const { door, file } = this;
    if (!door?.householdId || !file) return [];
    const { householdId } = door;
    return [...file.residentsOf(householdId)]
      .map((resident) => ({ resident, left: howLeft(this.#store.shelf, resident._id, householdId) }))
      .map(({ resident, left }) => ({ resident, left, gone: left !== undefined }))
      .sort((a, b) => (fieldOf(a.resident, 'relationToHead') ?? 9) - (fieldOf(b.resident, 'relationToHead') ?? 9));
  }
  get doorNote(): string {
    const household = this.door?.householdId && this.#store.shelf.get('household', this.door.householdId);
    return (household && fieldOf(household, 'doorNote')) || '';
  }
  get areaM2(): number | undefined {
    return this.file && fieldOf(this.file.dwelling, 'areaM2');
  }
  /** The newest consent of this door. */
  get consent(): Consent | undefined {
    return [...(this.file?.consents ?? [])].sort((a, b) => (a.at < b.at ? 1 : -1))[0];
  }
  /** Knocks of the last thirty days, by anybody. */
  get knocks(): number {
    const since = new Date(this.#store.clock.now() - 30 * 86_400_000).toISOString().slice(0, 10);
    return (this.file?.visits ?? []).filter((visit) => visit.outcome !== 'phone' && dayOf(visit.startedAt) >= since)
      .length;
  }

  get story(): Story {
    const { door, file } = this;
    if (!door || !file) return { rows: [], older: [] };
    const { shelf } = this.#store;
    return storyOf(
      door,
      {
        visits: shelf.by('visit', 'dwellingId', door.dwellingId),
        reviews: shelf.all('review'),
        notes: file.notes,
        matters: file.matters,
        withdrawals: shelf.all('withdrawal'),
      },
      { userId: this.#me.holder.userId, today: this.today },
    );
  }
  get showsOlder(): boolean {
    return this.#older;
  }
  showOlder = (): void => {
    this.#older = true;
  };

  /** Where a record of the story is on its way. */
  standingOf = (id: string): RecordStanding => standingHere(this.#store.shelf, id);
  isCommon = (matter: Matter): boolean => isCommon(this.#store.shelf, matter);
  nameOf = (user: string): string => nameOfUser(this.#store.shelf, user) ?? '';
  /** Whose name the building's party group bore on the day of a visit. */
  leaderOf = ({ buildingId, startedAt }: Visit): string | undefined =>
    groupLeaderOn(organisation(this.#store.shelf), buildingId, dayOf(startedAt));

  get revealed(): boolean {
    return this.#revealed;
  }
  reveal = (): void => {
    this.#revealed = true;
  };
  cover = (): void => {
    this.#revealed = false;
  };

  /** Whether this person holds the care database of this door. */
  get mayOpenCare(): boolean {
    const area = this.#area;
    return (
      area !== undefined && databasesOf(this.#me.holder).some((right) => right.name === careOf(area) && right.read)
    );
  }
  get #area(): string | undefined {
    const db = this.door && areaOfDoor(this.#store, this.door);
    return db === undefined ? undefined : parseDatabaseName(db)?.scope;
  }
  /** Care tags in force. */
  get tags(): readonly CareTag[] {
    this.#watch();
    return this.door ? tagsAtDoor(this.#store, this.door).flatMap(({ life }) => tagInForce(life) ?? []) : [];
  }

  /** Visits at which somebody answered: what they said, and its pictures, lies closed. */
  get answered(): number {
    return (this.file?.visits ?? []).filter(({ outcome }) => outcome === 'met' || outcome === 'phone').length;
  }
  get careIsOpen(): boolean {
    return this.#purpose !== undefined;
  }
  /** Opens the closed part; that it was opened, and what for, is a fact in the log before anything shows. */
  openCare = async (purpose: Purpose): Promise<Result<unknown>> => {
    const [area, door] = [this.#area, this.door];
    if (area === undefined || !door) return failed('not-yours');
    const opening = {
      ...newHead(this.#store, 'opening'),
      db: careOf(area),
      subjectId: doorKey(door),
      purpose,
      shown: tagsAtDoor(this.#store, door).length,
    };
    const saved = await saveAction(this.#store, { parts: [{ db: logOf(this.#me.holder.community), doc: opening }] });
    if (!saved.ok) return saved;
    this.#purpose = purpose;
    const visits = this.#store.shelf.by('visit', 'dwellingId', door.dwellingId).map(({ _id }) => _id);
    const answers = await answersByVisit(this.#store, visits);
    this.#pictures = new Map([...answers].map(([id, held]) => [id, mediaIn(held)]));
    return saved;
  };

  /** Pictures of a row: those of matters and notes at once, those of a visit's answers once the closed part is open. */
  mediaOf = (row: StoryRow): readonly MediaReference[] =>
    row.kind === 'visit' ? (this.#pictures.get(row.id) ?? []) : mediaIn(row.kind === 'note' ? row.note : row.matter);

  /** Changes what stands at the door; only this field travels. */
  noteDoor = async (text: string): Promise<Result<unknown>> => {
    const { door } = this;
    const db = door && areaOfDoor(this.#store, door);
    const household =
      door?.householdId === undefined ? undefined : this.#store.shelf.get('household', door.householdId);
    if (!db || !household) return failed('not-yours');
    const doc = changeRegister(this.#store, 'household', household, { doorNote: text });
    return saveAction(this.#store, { parts: [{ db, doc }] });
  };
}
