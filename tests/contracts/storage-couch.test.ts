import { storageContract } from './storage.contract.ts';
import { couchTenant, realCouchTenant } from './tenants.ts';

storageContract('couchdb double', couchTenant);
