import { refOf } from '../../domain/database-name.ts';
import { careLevels, type CareLevel } from '../../domain/documents/care.ts';
import type { Policy } from '../../domain/documents/organisation.ts';
import { done, failed, type Result } from '../../domain/fault.ts';
import { mayWrite } from '../../domain/may-write.ts';
import type { Me } from '../../domain/me.ts';
import { cadenceOf, newestPolicies, policyId, policySince, windowOf } from '../../domain/policy.ts';
import { watched } from '../../platform/watched.ts';
import { checklists } from '../../store/reference.ts';
import { saveAction } from '../../store/save.ts';
import { newHead, type Store } from '../../store/store.ts';

export interface ListName {
  readonly id: string;
  readonly title: { readonly zh: string; readonly en: string };
}

/** What keeps a rule from being saved. */
export type PolicyGap = 'days' | 'windowDays' | 'exists' | 'kind';

const wholeDays = (text: string, least: number, most: number): number | undefined => {
  const days = /^\d{1,4}$/.test(text.trim()) ? Number(text) : NaN;
  return days >= least && days <= most ? days : undefined;
};

/** Visit rules of the community, and the form in which one gets its next version. */
export class PoliciesModel {
  readonly #store: Store;
  readonly #me: Me;
  readonly #watch: () => void;
  #seen = $state.raw<Policy | undefined>();
  #open = $state(false);
  #gap = $state<PolicyGap | undefined>();
  kind = $state('');
  level = $state('');
  interval = $state('');
  window = $state('');
  checklistId = $state('');
  provider = $state('');
  stopped = $state(false);

  constructor(store: Store, me: Me) {
    this.#store = store;
    this.#me = me;
    this.#watch = watched(store.shelf);
  }

  /** The newest version of every rule, those that were stopped too. */
  get rows(): readonly Policy[] {
    this.#watch();
    return newestPolicies(this.#store.shelf.all('policy'));
  }
  get lists(): readonly ListName[] {
    this.#watch();
    return [...checklists(this.#store.shelf).values()].map(({ id, title }) => ({ id, title }));
  }
  listName = (id: string): ListName['title'] => this.lists.find((one) => one.id === id)?.title ?? { zh: id, en: id };
  windowOf = (policy: Policy): number => windowOf(policy);

  get mayChange(): boolean {
    const draft = { _id: 'policy:any', type: 'policy', by: this.#me.holder.userId, version: 1 };
    return mayWrite(this.#me.holder, refOf(this.#me.holder.community), draft, {}) === undefined;
  }

  get isOpen(): boolean {
    return this.#open;
  }
  /** The version that this one follows; undefined: a new rule. */
  get seen(): Policy | undefined {
    return this.#seen;
  }
  get gap(): PolicyGap | undefined {
    return this.#gap;
  }
  begin = (policy?: Policy): void => {
    this.#seen = policy;
    this.#open = true;
    this.#gap = undefined;
    this.kind = policy?.tagKind ?? '';
    this.level = policy?.level ?? '';
    this.interval = String(policy?.intervalDays ?? 30);
    this.window = String(policy ? windowOf(policy) : windowOf({ intervalDays: 30 }));
    this.checklistId = policy?.checklistId ?? 'routine';
    this.provider = policy?.provider ?? '';
    this.stopped = policy?.stopped === true;
  };
  close = (): void => {
    this.#open = false;
  };

  #terms(): Omit<Policy, keyof ReturnType<typeof newHead<'policy'>>> | PolicyGap {
    const seen = this.#seen;
    const intervalDays = wholeDays(this.interval, 1, 3660);
    if (intervalDays === undefined) return 'days';
    const windowDays = wholeDays(this.window, 0, 365);
    if (windowDays === undefined || windowDays >= intervalDays) return 'windowDays';
    const level = careLevels.find((one): one is CareLevel => one === this.level);
    if (!seen && this.kind === '') return 'kind';
    const key = seen?.key ?? (level === undefined ? this.kind : `${this.kind}-${level}`);
    if (!seen && this.rows.some((policy) => policy.key === key)) return 'exists';
    const provider = this.provider.trim();
    // the days before hold on where the interval is the same
    const since = seen && !seen.stopped && seen.intervalDays === intervalDays ? { since: policySince(seen) } : {};
    const tag = seen
      ? { ...(seen.tagKind !== undefined && { tagKind: seen.tagKind }), ...(seen.level && { level: seen.level }) }
      : { tagKind: this.kind, ...(level && { level }) };
    return {
      key,
      version: (seen?.version ?? 0) + 1,
      ...tag,
      intervalDays,
      windowDays,
      ...since,
      checklistId: this.checklistId,
      cadence: cadenceOf(intervalDays),
      ...(provider !== '' && { provider }),
      ...(this.stopped && { stopped: true as const }),
      ...(seen && { after: seen._id }),
    };
  }

  /** Saves the next version; undefined: something is missing, see `gap`. */
  save = async (): Promise<Result<unknown> | undefined> => {
    this.#gap = undefined;
    const terms = this.#terms();
    if (typeof terms === 'string') {
      this.#gap = terms;
      return undefined;
    }
    const { community } = this.#me.holder;
    const doc: Policy = { ...newHead(this.#store, 'policy', policyId(community, terms)), ...terms };
    const state = this.#seen ? { after: this.#seen } : {};
    if (mayWrite(this.#me.holder, refOf(community), doc, state) !== undefined) return failed('not-yours');
    const saved = await saveAction(this.#store, { parts: [{ db: refOf(community), doc }] });
    if (!saved.ok) return saved;
    this.close();
    return done(undefined);
  };
}
