import { careOf, parseDatabaseName } from '../../domain/database-name.ts';
import { doorPath } from '../../domain/door-path.ts';
import type { Review } from '../../domain/documents/visit.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { mayRead } from '../../domain/rights.ts';
import { watched } from '../../platform/watched.ts';
import { undoMs } from '../../store/one-tap.ts';
import { nameOfUser } from '../../store/reference.ts';
import { overtakenReviews } from '../../store/reviews.ts';
import { saveAction } from '../../store/save.ts';
import { startCorrection } from '../../store/start-correction.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import type { ReviewDraft } from '../../store/written-form.ts';
import { ClosedAnswers, type Purpose } from './closed-answers.svelte.ts';
import { confirmationPart, mayCorrect, verdictPart } from './desk-parts.ts';
import { homeOf, type Home } from './home.ts';
import { Letters } from './letters.svelte.ts';
import { Marks } from './marks.svelte.ts';
import { Narrowing } from './narrowing.svelte.ts';
import { Picks } from './picks.svelte.ts';
import { openVisit, type Opened, type DecisionSaid, type RaisedProposal } from './opened.ts';
import { answers, doorOfVisit, rowOf, rowsOfDesk, visitsOfDesk, type Filter, type Row } from './rows.ts';

/** A verdict as it was saved, and where the desk goes on. */
export interface Decided {
  readonly envelopeId: string;
  readonly next: string | undefined;
}

/** Rows drawn at first; a year of accepted visits is not. */
const firstRows = 60;

/** The desk: what waits, the visit on it, and the verdicts. */
export class ReviewModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #id: () => string;
  readonly #watch: () => void;
  readonly #marks: Marks;
  #filter = $state<Filter>('waiting');
  #typed = $state('');
  #most = $state(firstRows);
  #opened = $state.raw<Opened | undefined>();
  #missing = $state<string | undefined>();
  /** what is being read now, so that one visit is read once for each state of the shelf */
  #asked = '';
  readonly #closed: ClosedAnswers;
  readonly picks = new Picks();
  readonly narrowing: Narrowing;
  readonly keys: Letters;

  /** @param id the part of the address that names a visit: its ULID, or nothing */
  constructor(store: Store, me: Me, id: () => string) {
    this.#store = store;
    this.#me = me;
    this.#id = id;
    this.#watch = watched(store.shelf);
    this.#marks = new Marks(store);
    this.#closed = new ClosedAnswers(store, me);
    this.narrowing = new Narrowing(store, me, this.#marks);
    this.keys = new Letters(store);
  }

  get user(): string {
    return this.#me.holder.userId;
  }
  get today(): string {
    return this.#store.clock.today();
  }
  get now(): string {
    return this.#store.clock.instant();
  }
  get me(): Me {
    return this.#me;
  }

  get filter(): Filter {
    return this.#filter;
  }
  choose = (filter: Filter): void => {
    this.#filter = filter;
    this.#most = firstRows;
    this.picks.stop();
  };
  get typed(): string {
    return this.#typed;
  }
  type = (text: string): void => {
    this.#typed = text;
  };
  count(filter: Filter): number {
    this.#watch();
    return visitsOfDesk(this.#store.shelf, this.#me, filter).length;
  }
  /** Names of the areas of this desk. */
  get areas(): readonly string[] {
    this.#watch();
    return this.narrowing.areas.map(({ name }) => name);
  }

  get #found(): readonly Row[] {
    this.#watch();
    const rows = rowsOfDesk(this.#store.shelf, this.#me, this.#filter).filter(this.narrowing.keeps);
    return this.#typed.trim() === '' ? rows : rows.filter((row) => answers(row, this.#typed));
  }
  get rows(): readonly Row[] {
    return this.#found.slice(0, this.#most);
  }
  get hidden(): number {
    return Math.max(0, this.#found.length - this.#most);
  }
  more = (): void => {
    this.#most += 200;
  };
  /** Whether something at home changed, where the answers are held and may be known. */
  changed = (row: Row): boolean => {
    const spoken = ['met', 'phone'].includes(row.folded.visit.outcome);
    return spoken && this.#filter === 'waiting' && this.#marks.changed(row.id);
  };

  get isExplicit(): boolean {
    return this.#id() !== '';
  }
  /** The visit on the desk: the one in the address, else the first of the list. */
  get chosenId(): string | undefined {
    const id = this.#id();
    return id === '' ? this.rows[0]?.id : `visit:${id}`;
  }
  get opened(): Opened | undefined {
    this.#watch();
    const id = this.chosenId;
    if (id === undefined) return undefined;
    const key = `${id} ${String(this.#store.shelf.turn)}`;
    if (this.#asked !== key) {
      this.#asked = key;
      void this.#read(id, key);
    }
    return this.#opened?.id === id ? this.#opened : undefined;
  }
  async #read(id: string, key: string): Promise<void> {
    const opened = await openVisit(this.#store, id);
    // somebody chose another one meanwhile
    if (this.#asked !== key) return;
    this.#opened = opened;
    this.#missing = opened ? undefined : id;
  }
  get isMissing(): boolean {
    return this.#missing !== undefined && this.#missing === this.chosenId;
  }
  get row(): Row | undefined {
    return this.opened && rowOf(this.#store.shelf, this.opened.folded);
  }
  /** The visit `by` places further in the list, as the address names it. */
  step = (by: -1 | 1): string | undefined => {
    const at = this.rows.findIndex((row) => row.id === this.chosenId);
    return pathId(this.rows[at + by]?.id);
  };
  #after(ids: ReadonlySet<string>): string | undefined {
    const { rows } = this;
    const first = rows.findIndex((row) => ids.has(row.id));
    const left = (row: Row): boolean => !ids.has(row.id);
    return pathId((rows.slice(first + 1).find(left) ?? rows.slice(0, Math.max(0, first)).reverse().find(left))?.id);
  }

  #databaseOf(visitId: string): string | undefined {
    return this.#store.shelf.databaseOf('visit', visitId);
  }
  /** Whether this person holds the answers of visits in that area. */
  get holdsAnswers(): boolean {
    const care = this.#careOfChosen;
    return care !== undefined && mayRead(this.#me.holder, care);
  }
  get #careOfChosen(): string | undefined {
    const db = this.chosenId === undefined ? undefined : this.#databaseOf(this.chosenId);
    const area = db === undefined ? undefined : parseDatabaseName(db)?.scope;
    return area === undefined ? undefined : careOf(area);
  }
  get home(): Home | undefined {
    this.#watch();
    const folded = this.opened?.folded;
    const door = folded && doorOfVisit(this.#store.shelf, folded);
    return door && homeOf(this.#store, this.user, door, this.holdsAnswers);
  }
  get filePath(): string | undefined {
    const door = this.row?.door;
    return door && `/${door.householdId === undefined ? 'dwellings' : 'households'}/${doorPath(door)}`;
  }
  nameOf = (user: string): string => {
    this.#watch();
    return nameOfUser(this.#store.shelf, user) ?? user;
  };
  /** Whether another's verdict came before the one that this person gave on the visit. */
  get wasOvertaken(): boolean {
    this.#watch();
    return overtakenReviews(this.#store.shelf, this.user).some((folded) => folded.visit._id === this.chosenId);
  }

  get isOpen(): boolean {
    return this.chosenId !== undefined && this.#closed.isOpen(this.chosenId);
  }
  /** Opens the closed answers; that they were opened, and what for, is a fact before anything shows. */
  open = async (purpose: Purpose): Promise<Result<unknown>> => {
    const [id, care] = [this.chosenId, this.#careOfChosen];
    if (id === undefined || care === undefined || !this.opened) return failed('not-yours');
    const { reading, proposals } = this.opened;
    const shown = (reading?.said.filter((line) => line.closed).length ?? 0) + proposals.length;
    return this.#closed.open({ db: care, subjectId: id, purpose, shown });
  };

  /** Whether this person may decide on the visit now. */
  get mayDecide(): boolean {
    const folded = this.opened?.folded;
    return (
      folded?.state === 'submitted' &&
      verdictPart(this.#store, this.#me, folded.visit._id, { verdict: 'accepted' }) !== undefined
    );
  }
  async #decide(ids: readonly string[], said: Pick<Review, 'verdict' | 'reason'>, draftKey?: string) {
    const parts = ids.flatMap((id) => verdictPart(this.#store, this.#me, id, said) ?? []);
    if (parts.length < ids.length || parts.length === 0) return failed('not-yours');
    const next = this.#after(new Set(ids));
    const written = draftKey === undefined ? undefined : this.#store.shelf.draft(draftKey);
    const form = written && { kind: 'review' as const, body: written.body as ReviewDraft };
    const action = { parts, holdMs: undoMs, ...(draftKey !== undefined && { draftKey }), ...(form && { form }) };
    const saved = await saveAction(this.#store, action);
    return saved.ok ? done({ envelopeId: saved.value.envelopeId, next }) : saved;
  }
  accept = (visitId: string): Promise<Result<Decided>> => this.#decide([visitId], { verdict: 'accepted' });
  /** @param reason not empty @param draftKey the half-written reason that goes with it */
  sendBack = (visitId: string, reason: string, draftKey?: string): Promise<Result<Decided>> =>
    this.#decide([visitId], { verdict: 'returned', reason }, draftKey);
  takeBack = (envelopeId: string): Promise<boolean> => undo(this.#store, envelopeId);

  /** Why the open visit goes back, as it was written before and never sent: half written, undone, or not taken. */
  get unsent(): ReviewDraft | undefined {
    this.#watch();
    const draft = this.chosenId === undefined ? undefined : this.#store.shelf.draft(`review:${this.chosenId}`);
    return draft?.body as ReviewDraft | undefined;
  }
  get mayCorrect(): boolean {
    const folded = this.opened?.folded;
    return folded !== undefined && mayCorrect(this.#store, this.#me, folded);
  }
  /** Begins the correction; that the answers are opened for it is on record first. @returns where it is written */
  correct = async (visitId: string, reason: string): Promise<Result<string>> => {
    if (this.chosenId !== visitId || !this.mayCorrect) return failed('not-yours');
    const opened = !this.isOpen && this.opened?.reading ? await this.open('correct') : done(undefined);
    if (!opened.ok) return opened;
    const begun = await startCorrection(this.#store, visitId, reason);
    return begun.ok ? done(`/visits/${begun.value}`) : begun;
  };

  /** Rows that can be accepted together; none where everything is decided. */
  get pickable(): readonly Row[] {
    return this.#filter === 'waiting' ? this.rows.filter(this.picks.may) : [];
  }
  acceptPicked = async (): Promise<Result<Decided>> => {
    const still = this.pickable.filter((row) => this.picks.ids.has(row.id)).map((row) => row.id);
    const decided = await this.#decide(still, { verdict: 'accepted' });
    if (decided.ok) this.picks.stop();
    return decided;
  };

  /** Whether this person decides on proposals at all, and on this one. */
  mayConfirm = (raised: RaisedProposal): boolean =>
    confirmationPart(this.#store, this.#me, raised, { decision: 'confirmed' }) !== undefined;
  needsOther = (raised: RaisedProposal): boolean => raised.proposal.by === this.user;
  /** @param said why, where it is declined */
  decideProposal = async (raised: RaisedProposal, said: DecisionSaid): Promise<Result<string>> => {
    const part = confirmationPart(this.#store, this.#me, raised, said);
    if (!part) return failed('not-yours');
    const saved = await saveAction(this.#store, { parts: [part], holdMs: undoMs });
    return saved.ok ? done(saved.value.envelopeId) : saved;
  };
}

/** A visit as an address names it. */
export const pathId = <T extends string | undefined>(visitId: T): T | string =>
  visitId === undefined ? visitId : visitId.slice('visit:'.length);
