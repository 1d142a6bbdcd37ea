import { addDays } from '../../domain/day.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { Door } from '../../domain/door.ts';
import type { RefusalCode } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { storageLeft, type StorageLeft } from '../../platform/storage-left.ts';
import { watched } from '../../platform/watched.ts';
import {
  closingOf,
  deliveredEntries,
  notAccepted,
  outboxSums,
  stillHere,
  type DayCounts,
  type OutboxEntry,
  type OutboxSums,
} from '../../store/outbox-summary.ts';
import { exportUnsent } from '../../store/outbox.ts';
import { nameOfUser } from '../../store/reference.ts';
import { retryRefused } from '../../store/reissue.ts';
import { mayReopen, placeOfDraft, reopenRefused, type Reopened } from '../../store/reopen-refused.ts';
import { returnedTo } from '../../store/reviews.ts';
import { startCorrection } from '../../store/start-correction.ts';
import type { Store } from '../../store/store.ts';
import { visitStates } from '../../store/visits.ts';
import { secretaryOf, shareOrKeep, type Secretary } from './hand-on.ts';
import { keepAsFile } from './keep-as-file.ts';
import type { Post } from './post.ts';
import { doorAt, doorOfRecord, lineOf, lineOfDraft, mainCode, type RecordLine } from './record-line.ts';

export type SumKind = 'here' | 'delivered' | 'reviewed' | 'attention';

/** A visit that came back, with the secretary's words. */
export interface Returned {
  readonly visitId: string;
  readonly door: Door | undefined;
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** An action of which the relay did not take a part. */
export interface Refused {
  readonly envelopeId: string;
  readonly type: string;
  readonly door: Door | undefined;
  readonly at: string;
  readonly code: RefusalCode;
  /** each part that was not taken, with its own reason */
  readonly parts: readonly { readonly id: string; readonly type: string; readonly code: RefusalCode }[];
  /** it can be made a draft again and corrected */
  readonly mayMend: boolean;
}

export interface Closing {
  readonly all: DayCounts;
  readonly visits: DayCounts;
  readonly others: DayCounts;
}

/** A try, an export of n actions, nothing to export; shared, kept as a file for the secretary, or for nobody known. */
type Told = 'trying' | 'nothing' | 'shared' | 'kept' | number | Secretary;

const hourMs = 3_600_000;
/** The sums look back as far as delivered envelopes are remembered. */
const spanDays = 30;
/** What a finished visit with its answers takes on the disk, with indexes, generously (bytes). */
const recordBytes = 20_000;
/** From here on the sheet speaks of records instead of megabytes. */
const fewRecords = 500;

/** Where every record is, and what a person can do about it. */
export class SyncModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #post: Post;
  readonly #watch: () => void;
  #listed = $state<SumKind | undefined>();
  #most = $state(30);
  #told = $state.raw<Told | undefined>();
  #room = $state.raw<StorageLeft | undefined>();

  constructor(store: Store, me: Me, post: Post) {
    this.#store = store;
    this.#me = me;
    this.#post = post;
    this.#watch = watched(store.shelf);
    void this.#measure();
  }

  async #measure(): Promise<void> {
    this.#room = await storageLeft();
  }

  get post(): Post {
    return this.#post;
  }
  get today(): string {
    return this.#store.clock.today();
  }
  /** Like the other sums, what was reviewed is that of the last 30 days. */
  get sums(): OutboxSums {
    this.#watch();
    const { shelf } = this.#store;
    const reviewed = shelf.derive(
      `reviewed lately ${this.#me.holder.userId}`,
      ['visit', 'review'],
      () => this.#visitLines('accepted').length,
      this.today,
    );
    return { ...outboxSums(shelf, this.#me.holder.userId), reviewed };
  }
  /** Minutes until the next try by itself; undefined: none is planned. */
  get minutesToNext(): number | undefined {
    const { nextTry } = this.#post;
    if (nextTry === undefined) return undefined;
    return Math.max(0, Math.round((nextTry - this.#store.clock.now()) / 60_000));
  }
  /** Hours since the oldest action that is still only here, from a day on. */
  get unsentHours(): number | undefined {
    const { oldestHere } = this.sums;
    if (oldestHere === undefined) return undefined;
    const hours = Math.floor((this.#store.clock.now() - Date.parse(oldestHere)) / hourMs);
    return hours >= 24 ? hours : undefined;
  }

  get returned(): readonly Returned[] {
    this.#watch();
    const { shelf } = this.#store;
    return returnedTo(shelf, this.#me.holder.userId).map(({ visit, review }) => ({
      visitId: visit._id,
      door: doorAt(shelf, visit.dwellingId, visit.householdId),
      by: (review && nameOfUser(shelf, review.by)) ?? '',
      at: review?.at ?? visit.at,
      reason: review?.reason ?? '',
    }));
  }
  get refused(): readonly Refused[] {
    this.#watch();
    const { shelf } = this.#store;
    return notAccepted(shelf).map((entry) => ({
      envelopeId: entry.envelopeId,
      type: entry.lead.type,
      door: doorOfRecord(shelf, entry.lead),
      at: entry.savedAt,
      code: mainCode(entry.parts) ?? 'invalid',
      parts: entry.parts.flatMap(({ id, type, state, code }) =>
        state === 'not-accepted' && code ? [{ id, type, code }] : [],
      ),
      mayMend: shelf.outbox.some((row) => row.id === entry.envelopeId && mayReopen(shelf, row)),
    }));
  }
  get here(): readonly RecordLine[] {
    this.#watch();
    return stillHere(this.#store.shelf).map((entry) => lineOf(this.#store.shelf, entry));
  }
  /** Half-filled forms: no records yet, they never leave the tablet. */
  get drafts(): readonly RecordLine[] {
    this.#watch();
    const { shelf } = this.#store;
    return shelf.drafts.map((draft) => lineOfDraft(shelf, draft));
  }

  get listed(): SumKind | undefined {
    return this.#listed;
  }
  /** Shows the records of a sum; the same sum again hides them. */
  list = (kind: SumKind): void => {
    this.#listed = this.#listed === kind ? undefined : kind;
    this.#most = 30;
  };
  /** The records of the sum that was tapped, newest first, except what still waits. */
  get lines(): readonly RecordLine[] {
    this.#watch();
    const { shelf } = this.#store;
    const newest = (entries: readonly OutboxEntry[]): RecordLine[] =>
      [...entries].reverse().map((entry) => lineOf(shelf, entry));
    switch (this.#listed) {
      case 'here':
        return this.here;
      case 'delivered':
        return newest(deliveredEntries(shelf));
      case 'attention':
        return [...this.#returnedLines(), ...newest(notAccepted(shelf))];
      case 'reviewed':
        return this.#visitLines('accepted');
      case undefined:
        return [];
    }
  }
  #returnedLines(): RecordLine[] {
    return this.#visitLines('returned');
  }
  #visitLines(state: 'accepted' | 'returned'): RecordLine[] {
    const { shelf } = this.#store;
    const since = addDays(this.today, -spanDays);
    return [...visitStates(shelf).values()]
      .filter((folded) => folded.visit.by === this.#me.holder.userId && folded.review?.verdict === state)
      .filter((folded) => (state === 'accepted' ? (folded.review?.at ?? '') >= since : folded.state === state))
      .sort((a, b) => ((a.review?.at ?? '') < (b.review?.at ?? '') ? 1 : -1))
      .map(({ visit, review }) => ({
        key: visit._id,
        type: 'visit',
        door: doorAt(shelf, visit.dwellingId, visit.householdId),
        savedAt: visit.at,
        state: state === 'accepted' ? 'reviewed' : 'returned',
        ...(review && { review: { by: review.by, at: review.at } }),
      }));
  }
  /** How many of `lines` are drawn; a year of work is not. */
  get most(): number {
    return this.#most;
  }
  more = (): void => {
    this.#most += 100;
  };
  nameOf = (user: string): string => {
    this.#watch();
    return nameOfUser(this.#store.shelf, user) ?? '';
  };

  /** The day's closing: everything saved today, by where it is. */
  get closing(): Closing {
    this.#watch();
    const { visits, others } = closingOf(this.#store.shelf, this.today);
    const sum = (kind: keyof DayCounts): number => visits[kind] + others[kind];
    const all = { done: sum('done'), confirmed: sum('confirmed'), waiting: sum('waiting'), refused: sum('refused') };
    return { all, visits, others };
  }

  /** Bytes left; undefined where the browser does not tell. */
  get roomLeft(): number | undefined {
    return this.#room?.left;
  }
  /** How many records still fit, when they are few. */
  get recordsLeft(): number | undefined {
    const left = this.#room?.left;
    if (left === undefined) return undefined;
    const records = Math.floor(left / recordBytes);
    return records < fewRecords ? Math.floor(records / 10) * 10 : undefined;
  }

  /** What the last button did. */
  get told(): Told | undefined {
    return this.#told;
  }
  tryNow = (): void => {
    this.#post.tryNow();
    this.#told = this.sums.here > 0 && this.#post.online ? 'trying' : undefined;
  };
  retry = async (envelopeId: string): Promise<void> => {
    if ((await retryRefused(this.#store, envelopeId)) !== undefined) this.#post.tryNow();
  };
  /** Gives what was not delivered as a file. @param envelopeId one action only */
  exportAs = async (envelopeId?: string): Promise<void> => {
    const all = await exportUnsent(this.#store);
    const chosen = all.filter((envelope) => envelopeId === undefined || envelope._id === envelopeId);
    if (chosen.length > 0) keepAsFile(`baibu-unsent-${this.today}.json`, chosen);
    this.#told = chosen.length > 0 ? chosen.length : 'nothing';
  };

  /** Hands one action to the secretary: by the tablet's own sharing, else as a file and with whom to call. */
  handOn = async (envelopeId: string): Promise<void> => {
    const chosen = (await exportUnsent(this.#store)).filter((envelope) => envelope._id === envelopeId);
    if (chosen.length === 0) return;
    const shared = await shareOrKeep(`baibu-unsent-${this.today}.json`, chosen);
    this.#told = shared ? 'shared' : (secretaryOf(this.#store, this.#me) ?? 'kept');
  };
  /** Makes a draft again of what was not accepted. @returns where to write on */
  reopen = async (envelopeId: string): Promise<Reopened | undefined> => {
    const opened = await reopenRefused(this.#store, envelopeId);
    return opened.ok ? opened.value : undefined;
  };

  /** Where a draft is gone on with. */
  draftPlace = (key: string): Reopened | undefined => {
    const draft = this.#store.shelf.draft(key);
    return draft && placeOfDraft(draft);
  };

  /** Begins the correction of a returned visit. @returns where to go on with it */
  mend = async (visitId: string): Promise<string | undefined> => {
    const begun = await startCorrection(this.#store, visitId);
    return begun.ok ? `/visits/${begun.value}` : undefined;
  };
  fileOf = (door: Door): string => `/${door.householdId === undefined ? 'dwellings' : 'households'}/${doorPath(door)}`;
}
