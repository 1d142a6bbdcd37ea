import type { AnyDocument } from '../../../src/domain/document.ts';
import { aDwelling, aHousehold, aResident, aVisit, building12 } from '../../builders/documents.ts';
import { anId } from '../../builders/ids.ts';

/** An area as domain.md §8b counts it; `times` as large. */
const area = { dwellings: 430, residents: 1_800, documents: 7_100, flatsABuilding: 60 };

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑单曾解仇区查朴盖覃任', '欧阳', '司马'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰淑琴建国志文晓梅春红海燕'];
const rare = ['㑇', '䶮', '𬀩'];
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T;

/** One of fifty has a rare character, one of a hundred a name with a dot. */
function nameOf(n: number): string {
  if (n % 100 === 7) return `阿依古丽·${pick(['买买提', '艾山', '吐尔逊'], n)}`;
  const last = n % 50 === 3 ? pick(rare, n) : pick(given, n * 7 + 3);
  return `${pick(surnames, n * 13)}${n % 5 === 0 ? '' : pick(given, n * 11)}${last}`;
}

/** Dwellings (6 of 100 vacant, 3 with two households), their residents (1 of 100 without a telephone), and visits. */
export function areaSet(times: number): AnyDocument[] {
  const made: AnyDocument[] = [];
  const families: { readonly id: string; readonly dwellingId: string }[] = [];
  for (let n = 0; n < area.dwellings * times; n += 1) {
    const [building, flat] = [Math.floor(n / area.flatsABuilding) + 1, n % area.flatsABuilding];
    const room = `${String(Math.floor(flat / 4) + 1)}0${String((flat % 2) + 1)}`;
    const entrance = String((Math.floor(flat / 2) % 2) + 1);
    const _id = `dwelling:c1:景兰苑-${String(building)}-${entrance}-${room}`;
    const buildingId = `orgUnit:a1-${String(building)}`;
    const address = { buildingId, estate: '景兰苑', building: `${String(building)}栋`, entrance, floor: '', room };
    made.push(aDwelling({ _id, values: { address } }));
    if (n % 100 < 6) continue;
    for (let family = 0; family < (n % 100 >= 97 ? 2 : 1); family += 1) {
      const id = anId('household', families.length + 1);
      families.push({ id, dwellingId: _id });
      const familyName = nameOf(families.length * 3).slice(0, 1);
      made.push(aHousehold({ _id: id, values: { dwellingId: _id, familyName } }));
    }
  }
  for (let n = 0; n < area.residents * times; n += 1) {
    const householdId = pick(families, n).id;
    const phone = { number: `139${String(10_000_000 + ((n * 7_919) % 90_000_000))}` };
    made.push(
      aResident({
        _id: anId('resident', n + 1),
        values: { householdId, name: nameOf(n), birthYear: 1930 + (n % 90), ...(n % 100 === 1 ? {} : { phone }) },
      }),
    );
  }
  const visits = area.documents * times - made.length;
  for (let n = 0; n < visits; n += 1) {
    const { id, dwellingId } = pick(families, n);
    made.push(aVisit({ _id: anId('visit', n + 1), dwellingId, householdId: id, buildingId: building12 }));
  }
  return made;
}
