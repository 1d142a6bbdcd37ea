import { withCommonHeader } from '../../domain/checklist/common-header.ts';
import { careOf, logOf, parseDatabaseName } from '../../domain/database-name.ts';
import { addDays, dayOf, weekday, type Day } from '../../domain/day.ts';
import type { Matter, Visit, VisitAnswers } from '../../domain/documents/visit.ts';
import { doorKey, type Door } from '../../domain/door.ts';
import type { Result } from '../../domain/fault.ts';
import { ledgerOf, type LedgerRow } from '../../domain/ledger.ts';
import { isSupervisor, type Me } from '../../domain/me.ts';
import { fieldOf } from '../../domain/register.ts';
import { mayRead } from '../../domain/rights.ts';
import { speaks } from '../../domain/visit-state.ts';
import { watched } from '../../platform/watched.ts';
import { doorsByDwelling } from '../../store/due-doors.ts';
import { communityName } from '../../store/organisation.ts';
import { checklistVersion, nameOfUser } from '../../store/reference.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';
import { answersByVisit, visitStates } from '../../store/visits.ts';
import type { RowFacts } from './cells.ts';

export type Purpose = 'review' | 'correct';
export type Period = 'today' | 'week' | 'month';
export type Whose = 'own' | 'everybody';

/** The ledger of a day or a period: one's own visits, or those of everybody whom this tablet holds. */
export class LedgerModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #from = $state('');
  #to = $state('');
  #whose = $state<Whose>('own');
  #open = $state(false);
  #answers = $state.raw<ReadonlyMap<string, VisitAnswers>>(new Map());
  /** the visits whose answers were read, and the state of the shelf at which they were */
  #read = '';
  readonly #leave: () => void;

  /** Call `close` when the room is left. */
  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
    this.#from = this.#to = store.clock.today();
    if (isSupervisor(me)) this.#whose = 'everybody';
    this.#leave = store.shelf.subscribe(() => void this.#readAnswers());
    void this.#readAnswers();
  }
  close = (): void => {
    this.#leave();
  };

  get today(): Day {
    return this.#store.clock.today();
  }
  get now(): string {
    return this.#store.clock.instant();
  }
  get community(): string {
    this.#watch();
    return communityName(this.#store.shelf);
  }
  get reader(): string {
    return this.#me.name;
  }
  get from(): Day {
    return this.#from;
  }
  get to(): Day {
    return this.#to;
  }
  /** Another period is another opening. */
  choose = (from: Day, to: Day): void => {
    if (from === '' || to === '') return;
    this.#from = from <= to ? from : to;
    this.#to = from <= to ? to : from;
    this.#open = false;
    void this.#readAnswers();
  };
  choosePeriod = (period: Period): void => {
    const { today } = this;
    const first = { today, week: addDays(today, 1 - weekday(today)), month: `${today.slice(0, 8)}01` }[period];
    this.choose(first, today);
  };
  get period(): Period | undefined {
    const { today } = this;
    if (this.#to !== today) return undefined;
    if (this.#from === today) return 'today';
    if (this.#from === addDays(today, 1 - weekday(today))) return 'week';
    return this.#from === `${today.slice(0, 8)}01` ? 'month' : undefined;
  }
  get whose(): Whose {
    return this.#whose;
  }
  show = (whose: Whose): void => {
    this.#whose = whose;
    this.#open = false;
    void this.#readAnswers();
  };

  /** Visits that speak; private work of others stays theirs. */
  get #visits(): readonly Visit[] {
    const own = this.#whose === 'own';
    return [...visitStates(this.#store.shelf).values()]
      .filter((folded) => speaks(folded) && (!own || folded.visit.by === this.#me.holder.userId))
      .map(({ visit }) => visit);
  }

  get rows(): readonly RowFacts[] {
    this.#watch();
    const { shelf } = this.#store;
    const facts = {
      visits: this.#visits,
      answers: this.#answers,
      matters: shelf.all('matter').filter(this.#mayShow),
      withdrawals: shelf.all('withdrawal'),
    };
    return ledgerOf(facts, this.#from, this.#to).map((row) => this.#rowFacts(row));
  }

  /** What stands with the closed facts is open to its writer, to others once a purpose was chosen. */
  readonly #mayShow = (matter: Matter): boolean =>
    this.#open ||
    matter.by === this.#me.holder.userId ||
    parseDatabaseName(this.#store.shelf.databaseOf('matter', matter._id) ?? '')?.kind === 'area';

  #rowFacts(row: LedgerRow): RowFacts {
    const { shelf } = this.#store;
    const { visit, answers, call } = row;
    const doors: readonly Door[] = doorsByDwelling(shelf).get(visit.dwellingId) ?? [];
    const door = doors.find((one) => doorKey(one) === doorKey(visit)) ?? doors[0];
    const household = visit.householdId === undefined ? undefined : shelf.get('household', visit.householdId);
    const head = shelf.get('resident', (household && fieldOf(household, 'headId')) ?? '');
    const listOf = (held: VisitAnswers | undefined) => {
      const list = held && checklistVersion(shelf, held.checklistId, held.checklistVersion);
      return list && withCommonHeader(list);
    };
    return {
      ...row,
      door,
      head: head && fieldOf(head, 'name'),
      by: nameOfUser(shelf, visit.by) ?? visit.by,
      checklist: listOf(answers),
      callChecklist: listOf(call?.answers),
      closed: answers === undefined && !this.#open && visit.by !== this.#me.holder.userId,
    };
  }

  get isOpen(): boolean {
    return this.#open;
  }
  /** Opens names and answers of this period; that they were opened, and what for, is in the log before anything shows. */
  open = async (purpose: Purpose): Promise<Result<unknown>> => {
    const areas = this.#areasShown();
    const log = logOf(this.#me.holder.community);
    const parts = [...areas].map(([area, shown]) => ({
      db: log,
      doc: {
        ...newHead(this.#store, 'opening'),
        db: careOf(area),
        subjectId: `ledger:${this.#from}:${this.#to}`,
        purpose,
        shown,
      },
    }));
    const saved: Result<unknown> =
      parts.length === 0 ? { ok: true, value: undefined } : await saveAction(this.#store, { parts });
    if (saved.ok) this.#open = true;
    await this.#readAnswers();
    return saved;
  };

  /** How many visits of each area are shown. */
  #areasShown(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { visit } of this.rows) {
      const area = parseDatabaseName(this.#store.shelf.databaseOf('visit', visit._id) ?? '')?.scope;
      if (area !== undefined) counts.set(area, (counts.get(area) ?? 0) + 1);
    }
    return counts;
  }

  /** Own answers are open to their writer; those of others, and what came of a return visit, once a purpose was chosen. */
  async #readAnswers(): Promise<void> {
    const { userId } = this.#me.holder;
    const wanted = this.#visits.filter(
      (visit) => dayOf(visit.startedAt) >= this.#from && (visit.by === userId || this.#mayOpen(visit)),
    );
    const ids = wanted.map(({ _id }) => _id);
    const read = `${String(this.#open)} ${this.#from} ${String(this.#store.shelf.turn)} ${String(ids.length)} ${this.#whose}`;
    if (read === this.#read) return;
    this.#read = read;
    const answers = await answersByVisit(this.#store, ids);
    if (read === this.#read) this.#answers = answers;
  }
  #mayOpen(visit: Visit): boolean {
    const area = parseDatabaseName(this.#store.shelf.databaseOf('visit', visit._id) ?? '')?.scope;
    return this.#open && area !== undefined && mayRead(this.#me.holder, careOf(area));
  }
}
