export * from './namespaces';
export * from './permissions';
export * from './roles';
export * from './TenantsClient';
export * from './types';
