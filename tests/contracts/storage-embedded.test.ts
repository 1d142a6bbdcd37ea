import { storageContract } from './storage.contract.ts';
import { embeddedTenant } from './tenants.ts';

storageContract('embedded', embeddedTenant);
