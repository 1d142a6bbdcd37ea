import type {
  Address,
  Dwelling,
  Household,
  Identity,
  Resident,
  UseStatus,
} from '../../../src/domain/documents/place.ts';
import { dwellingId } from '../../../src/domain/address.ts';
import { familyName } from '../../../src/domain/names.ts';
import { changeOf } from '../../../src/domain/register.ts';
import { ulidAt, type Chance } from './chance.ts';
import { community, demoHead, demoStamp, type DemoArea, type DemoBuilding } from './organisation.ts';
import { inventPerson, type InventedPerson } from './people.ts';

/** What the history needs to know of a door. */
export interface Home {
  readonly building: DemoBuilding;
  readonly dwellingId: string;
  readonly useStatus: UseStatus;
  readonly households: readonly {
    readonly id: string;
    readonly size: number;
    readonly oldest: number;
    readonly headId: string;
  }[];
}

export interface Homes {
  readonly area: (Dwelling | Household | Resident)[];
  readonly care: Identity[];
  readonly homes: Home[];
}

function addressesOf(building: DemoBuilding): Address[] {
  const entrances =
    building.entrances === 0 ? ['0'] : Array.from({ length: building.entrances }, (_, place) => String(place + 1));
  return entrances.flatMap((entrance) =>
    Array.from({ length: building.floors }, (_, place) => building.floors - place).flatMap((floor) =>
      Array.from({ length: building.flatsPerFloor }, (_, place) => ({
        buildingId: building.id,
        estate: '景兰苑',
        building: building.name,
        entrance,
        floor: String(floor),
        room: `${floor}${String(place + 1).padStart(2, '0')}`,
      })),
    ),
  );
}

/** Size of a family so that 400 households hold 1,800 people: mean 4.5. */
const sizes = [2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7];
const doorNotes = ['门口有狗', '门铃坏了，请敲门', '家里有婴儿，轻敲', '老人耳背，多等一会儿'];

function birthYears(size: number, year: number, chance: Chance): number[] {
  const adult = year - 28 - chance.below(30);
  // 23 % of people are 60 or older; about a tenth of those live alone
  const old = year - 61 - chance.below(28);
  const years = chance.share(0.3) ? [old, old + chance.below(5)] : [adult, adult + chance.below(6)];
  while (years.length < size) {
    years.push(
      chance.share(0.24)
        ? year - 60 - chance.below(30)
        : chance.share(0.6)
          ? year - chance.below(18)
          : year - 20 - chance.below(38),
    );
  }
  return years.slice(0, size);
}

/** 430 dwellings, about 400 households (6 % of dwellings vacant, 3 % with two families), about 1,800 residents. */
export function homesOf(area: DemoArea, at: string, chance: Chance): Homes {
  const made: Homes = { area: [], care: [], homes: [] };
  const stamp = demoStamp(at);
  const year = Number(at.slice(0, 4));
  const ulid = (): string => ulidAt(Date.parse(at) + chance.below(86_400_000), chance);
  for (const building of area.buildings) {
    let lastName: string | undefined;
    for (const address of addressesOf(building)) {
      const vacant = chance.share(0.085);
      const tenants = !vacant && chance.share(0.15);
      const useStatus: UseStatus = vacant ? 'vacant' : tenants ? 'rent' : 'self';
      const dwelling = dwellingId(community, address);
      made.area.push(
        changeOf(
          demoHead('dwelling', dwelling, at),
          { address, useStatus, areaM2: 60 + chance.below(80) + 0.4, kind: 'residential' },
          stamp,
        ),
      );
      const households: Home['households'][number][] = [];
      for (let family = 0; family < (vacant ? 0 : chance.share(0.03) ? 2 : 1); family += 1) {
        const alone = chance.share(0.05);
        const years = alone ? [year - 72 - chance.below(20)] : birthYears(chance.pick(sizes), year, chance);
        const id = `household:${ulid()}`;
        const people: { person: InventedPerson; id: string }[] = [];
        for (const birthYear of years) {
          const kin = people[0]?.person.name;
          const surname = kin && !kin.includes('·') && chance.share(0.7) ? familyName(kin) : undefined;
          people.push({ person: inventPerson(chance, birthYear, surname), id: `resident:${ulid()}` });
        }
        const first = people[0];
        if (!first) continue;
        // 2 % of names occur twice in a building
        if (lastName !== undefined && chance.share(0.02 * years.length))
          first.person = { ...first.person, name: lastName };
        lastName = first.person.name;
        const headId = first.id;
        made.area.push(
          changeOf(
            demoHead('household', id, at),
            {
              dwellingId: dwelling,
              familyName: familyName(first.person.name),
              headId,
              kind: tenants || family > 0 ? 'tenant' : 'permanent',
              size: people.length,
              movedInOn: `${year - 1 - chance.below(15)}-0${1 + chance.below(9)}-15`,
              doorNote: chance.share(0.04) ? chance.pick(doorNotes) : undefined,
            },
            stamp,
          ),
        );
        people.forEach(({ person, id: residentId }, place) => {
          const old = year - person.birthYear >= 70;
          made.area.push(
            changeOf(
              demoHead('resident', residentId, at),
              {
                householdId: id,
                name: person.name,
                sex: person.sex,
                birthYear: person.birthYear,
                phone:
                  person.phone && year - person.birthYear > 12
                    ? { number: person.phone, verifiedOn: at.slice(0, 10) }
                    : undefined,
                relationToHead:
                  place === 0 ? 0 : place === 1 ? 1 : person.birthYear > first.person.birthYear + 15 ? 2 : old ? 5 : 8,
                kind: tenants ? 'floating' : 'permanent',
                residenceMismatch: chance.share(0.05),
                emergencyContact: old
                  ? {
                      name: inventPerson(chance, year - 45).name,
                      phone: `1990000${String(chance.below(10_000)).padStart(4, '0')}`,
                    }
                  : undefined,
              },
              stamp,
            ),
          );
          // numbers are kept of heads of household only: the smallest scope that the work needs
          if (place === 0 && person.idNumber !== undefined) {
            made.care.push(
              changeOf(
                demoHead('identity', `identity:${residentId.slice('resident:'.length)}`, at),
                { residentId, paper: { kind: 'idCard', number: person.idNumber } },
                stamp,
              ),
            );
          }
        });
        households.push({ id, size: people.length, oldest: year - Math.min(...years), headId });
      }
      made.homes.push({ building, dwellingId: dwelling, useStatus, households });
    }
  }
  return made;
}
