import { protocolContract } from './protocol.contract.ts';
import { storageContract } from './storage.contract.ts';
import { couchTenant, realCouchTenant } from './tenants.ts';

storageContract('couchdb double', couchTenant);
protocolContract('couchdb double', couchTenant);

const real = realCouchTenant(process.env);
if (real) {
  storageContract('couchdb', real);
  protocolContract('couchdb', real);
}
