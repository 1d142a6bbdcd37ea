import { protocolContract } from './protocol.contract.ts';
import { storageContract } from './storage.contract.ts';
import { embeddedTenant } from './tenants.ts';

storageContract('embedded', embeddedTenant);
protocolContract('embedded', embeddedTenant);
