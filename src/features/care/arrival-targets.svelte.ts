import { arrivalReasons, type ArrivalReason, type ArrivalTarget } from '../../domain/documents/arrival.ts';
import { refOf } from '../../domain/database-name.ts';
import { byHash } from '../../domain/canonical.ts';
import { defaultArrivalTerms, type ArrivalTerms } from '../../domain/arrival/targets.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import { watched } from '../../platform/watched.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';

/** The clock of one kind of must-arrive: what holds today, and what has been laid down for later. */
export interface TargetRow extends ArrivalTerms {
  readonly reason: ArrivalReason;
  /** none: nobody laid anything down, the usual holds */
  readonly version: number | undefined;
  readonly next: ArrivalTarget | undefined;
}

/** What keeps a clock from being saved. */
export type TargetGap = 'minutes' | 'thenMinutes' | 'from';

/** Thirty days: as much as a document takes. */
const most = 30 * 24 * 60;
const wholeMinutes = (text: string): number | undefined => {
  const minutes = /^\d{1,5}$/.test(text.trim()) ? Number(text) : 0;
  return minutes >= 1 && minutes <= most ? minutes : undefined;
};

/** Within how many minutes somebody has to be there, by kind, and the form in which a kind gets its next version. */
export class ArrivalTargetsModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #editing = $state.raw<ArrivalReason | undefined>();
  #gap = $state<TargetGap | undefined>();
  minutes = $state('');
  thenMinutes = $state('');
  from = $state('');

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  get rows(): readonly TargetRow[] {
    this.#watch();
    const today = this.#store.clock.today();
    return arrivalReasons.map((reason) => {
      const versions = this.#versions(reason);
      const now = versions.find(({ from }) => from <= today);
      const [newest] = versions;
      const { minutes, thenMinutes } = now ?? defaultArrivalTerms[reason];
      return { reason, minutes, thenMinutes, version: now?.version, next: newest === now ? undefined : newest };
    });
  }
  /** Newest first; of equal versions the one that the rule prefers. */
  #versions(reason: ArrivalReason): readonly ArrivalTarget[] {
    return this.#store.shelf
      .all('arrivalTarget')
      .filter((target) => target.reason === reason)
      .sort((a, b) => b.version - a.version || byHash(a._id, b._id));
  }

  get mayChange(): boolean {
    const draft = { _id: 'arrivalTarget:any', type: 'arrivalTarget', by: this.#me.holder.userId };
    return mayWrite(this.#me.holder, refOf(this.#me.holder.community), draft, {}) === undefined;
  }
  get today(): string {
    return this.#store.clock.today();
  }
  /** The kind whose clock is changed now. */
  get editing(): ArrivalReason | undefined {
    return this.#editing;
  }
  get gap(): TargetGap | undefined {
    return this.#gap;
  }
  begin = ({ reason, minutes, thenMinutes, next }: TargetRow): void => {
    this.#editing = reason;
    this.#gap = undefined;
    this.minutes = String(next?.minutes ?? minutes);
    this.thenMinutes = String(next?.thenMinutes ?? thenMinutes);
    this.from = next?.from ?? this.today;
  };
  close = (): void => {
    this.#editing = undefined;
  };

  /** Saves the next version, for what is raised from its day on; undefined: something is missing, see `gap`. */
  save = async (): Promise<Result<unknown> | undefined> => {
    const [reason, minutes, thenMinutes] = [this.#editing, wholeMinutes(this.minutes), wholeMinutes(this.thenMinutes)];
    if (reason === undefined) return undefined;
    // the past keeps the clock that it had
    const gap = minutes === undefined ? 'minutes' : thenMinutes === undefined ? 'thenMinutes' : undefined;
    this.#gap = gap ?? (this.from < this.today ? 'from' : undefined);
    if (minutes === undefined || thenMinutes === undefined || this.#gap !== undefined) return undefined;
    const [newest] = this.#versions(reason);
    const doc: ArrivalTarget = {
      ...newHead(this.#store, 'arrivalTarget'),
      ...{ reason, version: (newest?.version ?? 0) + 1, from: this.from, minutes, thenMinutes },
      ...(newest && { after: newest._id }),
    };
    const db = refOf(this.#me.holder.community);
    if (mayWrite(this.#me.holder, db, doc, newest ? { after: newest } : {}) !== undefined) return failed('not-yours');
    const saved = await saveAction(this.#store, { parts: [{ db, doc }] });
    if (!saved.ok) return saved;
    this.close();
    return done(undefined);
  };
}
