import type { DocumentOf } from '../../src/domain/document.ts';
import type { OrganisationFacts } from '../../src/domain/organisation/organisation.ts';
import { anOrgUnit, aPost, aStructure } from './documents.ts';

type Level = 'community' | 'garden' | 'area';

const unit = (_id: string, level: Level, parentId?: string): DocumentOf['orgUnit'] =>
  anOrgUnit({
    _id,
    values: { level, name: _id.slice(8), parentId, order: 1, key: level === 'area' ? _id.slice(8) : undefined },
  });

const post = (unitId: string, kind: DocumentOf['post']['kind'], userId: string): DocumentOf['post'] =>
  aPost({
    _id: `post:${unitId.slice(8)}-${kind}`,
    unitId,
    kind,
    userId,
    holderName: userId,
    publicPhone: '02700000001',
  });

/** Area a1 beneath garden g1 of community c1: area1, garden1 and secretary answer. Without a name their post is empty. */
export function anArea(answering: Partial<Record<Level, string>> = {}): OrganisationFacts {
  const { community = 'secretary', garden = 'garden1', area = 'area1' } = answering;
  const held = [
    post('orgUnit:c1', 'communitySecretary', community),
    post('orgUnit:g1', 'gardenSecretary', garden),
    post('orgUnit:a1', 'areaSecretary', area),
  ];
  return {
    units: [
      unit('orgUnit:c1', 'community'),
      unit('orgUnit:g1', 'garden', 'orgUnit:c1'),
      unit('orgUnit:a1', 'area', 'orgUnit:g1'),
    ],
    structures: [aStructure()],
    placements: [],
    posts: held.filter(({ userId }) => userId !== ''),
  };
}
