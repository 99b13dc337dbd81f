export { createAccess, type AccessTokens } from './createAccess';
export { ServiceAccountTokens } from './ServiceAccountTokens';
export { bootstrapRoles } from './rbac/bootstrapRoles';
