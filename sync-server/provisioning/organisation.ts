import type { DocumentOf } from '../../src/domain/document.ts';
import { refOf } from '../../src/domain/database-name.ts';
import { isRegister } from '../../src/domain/catalogue.ts';
import { merge } from '../../src/domain/merge.ts';
import { changesBy, type OrganisationFile } from '../../src/domain/organisation/organisation-file.ts';
import { organisationOf, type Organisation } from '../../src/domain/organisation/organisation.ts';
import { makeStamp } from '../../src/domain/stamp.ts';
import { bodyOf } from '../../src/domain/canonical.ts';
import { ofType } from '../storage/of-type.ts';
import type { Storage } from '../storage/port.ts';
import { provision } from './provision.ts';

const batch = 500;

/** The organisation of a community as it is stored, of all days. */
export async function storedOrganisation(storage: Storage, community: string): Promise<Organisation> {
  const of = async <T extends keyof DocumentOf>(type: T): Promise<DocumentOf[T][]> =>
    (await ofType(storage, refOf(community), type)) as unknown as DocumentOf[T][];
  const [units, placements, posts, structures] = await Promise.all([
    of('orgUnit'),
    of('placement'),
    of('post'),
    of('structure'),
  ]);
  return organisationOf({ units, placements, posts, structures });
}

/**
 * Brings a community's organisation to what a file says; databases of its areas included. Once more changes nothing, so an
 * interrupted one is simply repeated.
 * @param now ms
 * @returns how many documents were written, by type
 */
export async function loadOrganisation(
  storage: Storage,
  community: string,
  file: OrganisationFile,
  now: number,
): Promise<ReadonlyMap<string, number>> {
  const areas = file.units.flatMap(({ key }) => key ?? []);
  await provision(storage, { communities: [{ key: community, areas }], users: [] });
  const known = await storedOrganisation(storage, community);
  const head = { by: 'operator', deviceId: 'relay', at: new Date(now).toISOString() };
  const changes = changesBy(file, known, community, head, makeStamp(now, 0, 'operator'));
  const written = new Map<string, number>();
  for (let from = 0; from < changes.length; from += batch) {
    const some = changes.slice(from, from + batch);
    const stored = await storage.getMany(
      refOf(community),
      some.filter(({ type }) => isRegister(type)).map(({ _id }) => _id),
    );
    const results = await storage.write(
      refOf(community),
      some.map((change) => {
        const before = stored.get(change._id);
        return before ? { ...merge(bodyOf(before) as never, change), _rev: before._rev } : { ...change };
      }),
    );
    if (results.some(({ error }) => error !== undefined)) throw new Error('not all of an organisation was written');
    for (const { type } of some) written.set(type, (written.get(type) ?? 0) + 1);
  }
  return written;
}
