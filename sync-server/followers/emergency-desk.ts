import { areaOf, careOf, extractOf } from '../../src/domain/database-name.ts';
import type { DocumentOf } from '../../src/domain/document.ts';
import { emergencyCards, emergencyOf, highRiskHouseholds, type EmergencyExtract } from '../../src/domain/emergency.ts';
import { extractId } from '../../src/domain/extract.ts';
import { ofType } from '../storage/of-type.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';
import { writeDerived } from './derived.ts';

/** Types from which cards follow, in the area and in its care tier. */
const read: readonly unknown[] = [
  ...['proposal', 'confirmation', 'withdrawal'],
  ...['dwelling', 'household', 'resident', 'residency'],
];

/**
 * Keeps the emergency cards of one area, read anew when something moved that they follow from: few homes have one. It follows
 * two databases, so nothing is remembered between two readings.
 */
export class EmergencyDesk {
  readonly #storage: Storage;
  readonly #area: string;
  #moved: boolean;

  /** @param moved they are to be read in any case */
  constructor(storage: Storage, area: string, moved: boolean) {
    this.#storage = storage;
    this.#area = area;
    this.#moved = moved;
  }

  take(docs: readonly StoredDoc[]): void {
    this.#moved ||= docs.some((doc) => doc._deleted === true || read.includes(doc['type']));
  }

  /** @param year by which ages are counted */
  async flush(year: number): Promise<void> {
    if (!this.#moved) return;
    const [area, care, home] = [areaOf(this.#area), careOf(this.#area), extractOf(this.#area)];
    const proposals = await this.#read(care, 'proposal');
    const confirmations = await this.#read(care, 'confirmation');
    const withdrawals = [...(await this.#read(care, 'withdrawal')), ...(await this.#read(area, 'withdrawal'))];
    const anybody = highRiskHouseholds({ proposals, confirmations, withdrawals }).size > 0;
    const ofArea = async <T extends keyof DocumentOf>(type: T): Promise<DocumentOf[T][]> =>
      anybody ? this.#read(area, type) : [];
    const cards = emergencyCards(
      {
        ...{ proposals, confirmations, withdrawals },
        dwellings: await ofArea('dwelling'),
        households: await ofArea('household'),
        residents: await ofArea('resident'),
        residencies: await ofArea('residency'),
      },
      year,
    );
    const prefix = extractId(emergencyOf(''));
    const stored = (await this.#storage.range(home, prefix, `${prefix}\uffff`)).map(({ _id }) =>
      _id.slice(prefix.length),
    );
    const buildings = [...new Set([...cards.keys(), ...stored])].sort();
    const extracts = buildings.map((buildingId): EmergencyExtract => {
      const _id = extractId(emergencyOf(buildingId));
      return { _id, type: 'extract', schema: 1, buildingId, cards: cards.get(buildingId) ?? [] };
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
