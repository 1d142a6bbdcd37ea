import type { Visit } from '../../domain/documents/visit.ts';
import { done, type Fault, type Result } from '../../domain/fault.ts';
import type { Me } from '../../domain/me.ts';
import { findPersonalNumbers, type PersonalNumber } from '../../domain/personal-numbers.ts';
import { isServiceExtract, servicesOf, type ServiceRow } from '../../domain/service/service-extract.ts';
import { watched } from '../../platform/watched.ts';
import { saveDraft, seeDraft } from '../../store/drafts.ts';
import { saveService } from '../../store/services.ts';
import type { Store } from '../../store/store.ts';
import { undo } from '../../store/undo.ts';
import type { ServiceDraft } from '../../store/written-form.ts';

export type FetchExtract = (id: string) => Promise<Result<Readonly<Record<string, unknown>>>>;

type Assigned = ServiceRow & { readonly partnerId: string };

/** What an organisation sees of the households that it serves, and what it brings back from them. */
export class ProviderModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #fetch: FetchExtract;
  readonly #watch: () => void;
  #rows = $state.raw<readonly Assigned[]>([]);
  #fault = $state.raw<Fault | undefined>();
  #loading = $state(true);
  #serving = $state.raw<Assigned | undefined>();
  #draft = $state.raw<ServiceDraft>({ outcome: '', text: '' });
  #tried = $state(false);

  constructor(store: Store, me: Me, fetchExtract: FetchExtract) {
    this.#store = store;
    this.#me = me;
    this.#fetch = fetchExtract;
    this.#watch = watched(store.shelf);
    void this.load();
  }

  load = async (): Promise<void> => {
    this.#loading = true;
    const partners = this.#me.holder.grants.flatMap(({ role, unitId }) => (role === 'serviceProvider' ? [unitId] : []));
    const answers = await Promise.all([...new Set(partners)].map((id) => this.#fetch(servicesOf(id))));
    this.#rows = answers.flatMap((answer) => {
      if (!answer.ok || !isServiceExtract(answer.value)) return [];
      const { partnerId, assigned } = answer.value;
      return assigned.map((row) => ({ ...row, partnerId }));
    });
    // an organisation to which nothing was assigned yet has no list
    const faults = answers.flatMap((answer) => (answer.ok || answer.fault.code === 'not-found' ? [] : [answer.fault]));
    this.#fault = faults[0];
    this.#loading = false;
  };
  get loading(): boolean {
    return this.#loading;
  }
  get fault(): Fault | undefined {
    return this.#fault;
  }

  /** Households in walking order: by building, entrance, floor. */
  get rows(): readonly Assigned[] {
    const key = ({ address }: Assigned): string =>
      [address.estate, address.building, address.entrance, address.floor.padStart(3, '0'), address.room].join(' ');
    return [...this.#rows].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  }
  /** The last time that somebody of this tablet was met there. */
  lastAt = ({ householdId }: ServiceRow): Visit | undefined => {
    this.#watch();
    const { shelf, user } = this.#store;
    const made = shelf.by('visit', 'householdId', householdId);
    return made
      .filter(({ by, outcome }) => by === user && outcome === 'met')
      .sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1))[0];
  };
  get month(): string {
    return this.#store.clock.today().slice(0, 7);
  }

  /** The household whose service is being written down. */
  get serving(): Assigned | undefined {
    return this.#serving;
  }
  get draft(): ServiceDraft {
    return this.#draft;
  }
  #keyOf = ({ assignmentId }: ServiceRow): string => `service:${assignmentId}`;
  begin = (row: Assigned): void => {
    this.#serving = row;
    this.#tried = false;
    const kept = seeDraft(this.#store, this.#keyOf(row))?.body as ServiceDraft | undefined;
    this.#draft = kept ?? { outcome: '', text: '' };
  };
  leave = (): void => {
    this.#serving = undefined;
  };
  change = (more: Partial<ServiceDraft>): void => {
    if (!this.#serving) return;
    this.#draft = { ...this.#draft, ...more };
    void saveDraft(this.#store, this.#keyOf(this.#serving), 'service', this.#draft);
  };
  get outcomeMissing(): boolean {
    return this.#tried && this.#draft.outcome === '';
  }
  /** The first number of a person in the words, if any. Warns, never blocks. */
  get personal(): PersonalNumber['kind'] | undefined {
    return findPersonalNumbers(this.#draft.text)[0]?.kind;
  }

  /** Keeps the service, and throws its draft away. @returns how to take it back; undefined: it says nothing yet */
  keep = async (): Promise<Result<{ name: string; undo: () => Promise<boolean> }> | undefined> => {
    this.#tried = true;
    const [row, draft] = [this.#serving, this.#draft];
    if (!row || draft.outcome === '') return undefined;
    const said = { outcome: draft.outcome, text: draft.text.trim() };
    const form = { kind: 'service', body: draft } as const;
    const saved = await saveService(this.#store, this.#me, row, said, { draftKey: this.#keyOf(row), form });
    if (!saved.ok) return saved;
    this.#serving = undefined;
    const { envelopeId } = saved.value;
    return done({ name: row.name, undo: () => undo(this.#store, envelopeId) });
  };
}
