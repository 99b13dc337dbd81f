export * from './ensureNamespace';
export * from './readTenancy';
export * from './TenantsService';
