import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrgUnit, aPlacement, aPost, building12, monday } from '../builders/documents.ts';
import { aRelay, type TestRelay } from '../builders/relay.ts';

describe('A3: what the code on a contact card leads to', () => {
  let relay: TestRelay;
  const asked = async (unit: string) => {
    const answer = await fetch(`${relay.url}/card/${unit}`);
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };

  beforeAll(async () => {
    relay = await aRelay({ clock: () => Date.parse(monday) });
    const docs = [
      anOrgUnit({ values: { name: '12栋<b>' } }),
      anOrgUnit({ _id: 'orgUnit:a1', values: { level: 'area', name: '一片区', parentId: 'orgUnit:c1', key: 'a1' } }),
      anOrgUnit({ _id: 'orgUnit:a2', values: { level: 'area', name: '二片区', parentId: 'orgUnit:c1', key: 'a2' } }),
      anOrgUnit({
        _id: 'orgUnit:c1',
        values: { level: 'community', name: '云溪社区', officePhone: '02700001234', parentId: undefined as never },
      }),
      aPost({ holderName: '许芳', publicPhone: '13900000012' }),
      aPlacement(),
    ];
    await relay.storage.write('ref-c1', docs);
  });
  afterAll(() => relay.stop());

  it('says which building it is, by its path of today, to anybody', async () => {
    const { status, text, headers } = await asked(building12.slice('orgUnit:'.length));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toMatch(/<h1>云溪社区 二片区 12栋&#60;b&#62;<\/h1>/);
    expect(text).toContain('tel:02700001234');
  });

  it('holds nobody: no name and no telephone of a person', async () => {
    const { text } = await asked('a1-12');
    expect(text).not.toMatch(/许芳|13900000012/);
  });

  it('is there for buildings only', async () => {
    for (const unit of ['a1', 'c1', 'nothing', '..%2f..%2fauth', '%E5%BC%A0']) {
      const { status, text } = await asked(unit);
      expect([unit, status]).toEqual([unit, 404]);
      expect(text).not.toContain('02700001234');
    }
  });
});
