import { areaOf, careOf, extractOf } from '../../src/domain/database-name.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import { extractId } from '../../src/domain/extract.ts';
import { serviceRows, servicesOf, type ServiceExtract } from '../../src/domain/service/service-extract.ts';
import { ofType } from '../storage/of-type.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';
import { writeDerived } from './derived.ts';

/** Types from which the households of providers follow, in the care tier and in the area. */
const read: readonly unknown[] = [
  ...['serviceAssignment', 'withdrawal'],
  ...['dwelling', 'household', 'resident', 'residency'],
];

/**
 * Keeps what the providers of one area may know, read anew when something moved that it follows from. It follows two databases,
 * so nothing is remembered between two readings.
 */
export class ServiceDesk {
  readonly #storage: Storage;
  readonly #area: string;
  #moved: boolean;

  /** @param moved it is to be read in any case */
  constructor(storage: Storage, area: string, moved: boolean) {
    this.#storage = storage;
    this.#area = area;
    this.#moved = moved;
  }

  take(docs: readonly StoredDoc[]): void {
    this.#moved ||= docs.some((doc) => doc._deleted === true || read.includes(doc['type']));
  }

  async flush(): Promise<void> {
    if (!this.#moved) return;
    const [area, home] = [areaOf(this.#area), extractOf(this.#area)];
    const prefix = extractId(servicesOf(''));
    const stored = (await this.#storage.range(home, prefix, `${prefix}\uffff`)).map(({ _id }) =>
      _id.slice(prefix.length),
    );
    const assignments = await this.#read(careOf(this.#area), 'serviceAssignment');
    const ofArea = async <T extends keyof DocumentOf>(type: T): Promise<DocumentOf[T][]> =>
      assignments.length > 0 ? this.#read(area, type) : [];
    const rows = serviceRows(
      {
        assignments,
        dwellings: await ofArea('dwelling'),
        households: await ofArea('household'),
        residents: await ofArea('resident'),
        residencies: await ofArea('residency'),
        withdrawals: await ofArea('withdrawal'),
      },
      this.#area,
    );
    const extracts = [...new Set([...rows.keys(), ...stored])].sort().map((partnerId): ServiceExtract => {
      const _id = extractId(servicesOf(partnerId));
      return { _id, type: 'extract', schema: 1, partnerId, assigned: rows.get(partnerId) ?? [] };
    });
    await writeDerived(
      this.#storage,
      home,
      extracts.map((extract) => ({ ...extract })),
    );
    this.#moved = false;
  }

  async #read<T extends keyof DocumentOf>(database: string, type: T): Promise<DocumentOf[T][]> {
    return (await ofType(this.#storage, database, type)) as unknown as DocumentOf[T][];
  }
}
