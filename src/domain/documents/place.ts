import * as v from 'valibot';
import { count, day, fact, idOf, line, naturalId, register } from './head.ts';

export const useStatuses = ['self', 'rent', 'vacant', 'relatives', 'shared', 'biz'] as const;
export type UseStatus = (typeof useStatuses)[number];

const address = v.strictObject({
  /** organisation unit of level `building` */
  buildingId: naturalId('orgUnit'),
  estate: line,
  /** as people say it: 12栋, 2号楼 */
  building: line,
  /** '0' where the building has no entrances */
  entrance: line,
  /** a string: B1, 3A, 架空层 */
  floor: line,
  room: line,
});
export type Address = v.InferOutput<typeof address>;

/** 房屋: the property unit. Its id is its address, so that two offline workers adding one flat meet. */
export const dwelling = register('dwelling', naturalId('dwelling'), {
  address,
  useStatus: v.picklist(useStatuses),
  areaM2: v.pipe(v.number(), v.minValue(1), v.maxValue(10_000)),
  kind: v.picklist(['residential', 'commercial', 'publicRental']),
});
export type Dwelling = v.InferOutput<typeof dwelling>;

/** 户: the people who live together in a dwelling; not the hukou book, not the dwelling. */
export const household = register('household', idOf('household'), {
  dwellingId: naturalId('dwelling'),
  /** what stands before 家 in a list: a surname, a compound surname, or the first part of a name with · */
  familyName: line,
  headId: idOf('resident'),
  kind: v.picklist(['permanent', 'tenant', 'group']),
  size: count,
  movedInOn: day,
  /** what the worker should know at the door: a dog, a buzzer; never a care reason */
  doorNote: line,
});
export type Household = v.InferOutput<typeof household>;

const phone = v.strictObject({ number: v.pipe(v.string(), v.maxLength(24)), verifiedOn: v.optional(day) });

/** 居民. The identity number is not here: it stands in `identity`, in the care tier. */
export const resident = register('resident', idOf('resident'), {
  householdId: idOf('household'),
  name: line,
  /** GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated */
  sex: v.picklist([0, 1, 2, 9]),
  birthYear: v.pipe(v.number(), v.integer(), v.minValue(1880), v.maxValue(2200)),
  phone,
  /** GB/T 4761-2008, one digit: 0 self or head, 1 spouse, 2 son, 3 daughter, 4 grandchild, 5 parent, 6 grandparent, 7 sibling, 8 other */
  relationToHead: v.picklist([0, 1, 2, 3, 4, 5, 6, 7, 8]),
  kind: v.picklist(['permanent', 'floating']),
  residenceMismatch: v.boolean(),
  emergencyContact: v.strictObject({
    name: line,
    phone: v.pipe(v.string(), v.maxLength(24)),
    verifiedOn: v.optional(day),
  }),
  /** what the person offers to neighbours, and when */
  talent: line,
  /** whether they still wish to, and whether others may be given their telephone */
  talentOffer: v.strictObject({ willing: v.boolean(), contactOk: v.boolean() }),
});
export type Resident = v.InferOutput<typeof resident>;

/** 证件: T3, optional, never a key. */
export const identity = register('identity', idOf('identity'), {
  residentId: idOf('resident'),
  paper: v.strictObject({
    kind: v.picklist(['idCard', 'residencePermit', 'foreignPermit', 'passport', 'old']),
    number: v.pipe(v.string(), v.maxLength(40)),
  }),
});
export type Identity = v.InferOutput<typeof identity>;

/**
 * 联系户: from this day one of a building's party members looks after a household; without a seat nobody does any more. The
 * name stands in the member's post.
 */
export const charge = v.strictObject({
  ...fact('charge'),
  householdId: idOf('household'),
  dwellingId: naturalId('dwelling'),
  /** the unit at which the member's post is */
  unitId: naturalId('orgUnit'),
  seat: v.optional(v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,40}$/))),
  from: day,
});
export type Charge = v.InferOutput<typeof charge>;

/**
 * 同一人: somebody said that two records are of one person, or that they are of two. It names the saying that it answers
 * (`after`); both records stay as they are.
 */
export const samePerson = v.strictObject({
  ...fact('samePerson'),
  residentId: idOf('resident'),
  otherId: idOf('resident'),
  same: v.boolean(),
});
export type SamePerson = v.InferOutput<typeof samePerson>;
