/** Where a tenant's things live in an environment; both names are DNS labels of at most 38 characters. */
export function tenantNamespaces(
  tenant: string,
  environment: string,
): { apps: string; services: string } {
  return {
    apps: `${tenant}-${environment}`,
    services: `${tenant}-${environment}-svc`,
  };
}
