import type { Address, Dwelling, Household, Resident } from '../../src/domain/documents/place.ts';
import type { Storage, StoredDoc } from '../storage/port.ts';

/** Where the person, household or dwelling of this record is; `undefined` when it is not known. */
export async function addressOf(storage: Storage, database: string, record: StoredDoc): Promise<Address | undefined> {
  const fields = record['fields'] as Partial<Resident['fields'] & Household['fields'] & Dwelling['fields']> | undefined;
  if (fields?.address) return fields.address.v;
  const next = fields?.dwellingId?.v ?? fields?.householdId?.v;
  const document = next === undefined ? undefined : await storage.get(database, next);
  return document && addressOf(storage, database, document);
}

/** Whom to call and where the door is: nothing else of the resident. */
export function emergencyCardOf(resident: StoredDoc, address: Address | undefined): object {
  const fields = (resident as unknown as Resident).fields;
  const contact = fields.emergencyContact?.v;
  return {
    _id: resident._id,
    type: 'emergencyCard',
    name: fields.name?.v,
    ...(address && { building: address.building, entrance: address.entrance, room: address.room }),
    ...(contact && { emergencyContact: { name: contact.name, phone: contact.phone } }),
  };
}
