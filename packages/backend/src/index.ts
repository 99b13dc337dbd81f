import { createBackend } from '@backstage/backend-defaults';

const backend = createBackend();

// The portal's pages
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

// Who is who, and who may do what
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('@jimu/plugin-permission-backend-module-jimu'));

// What there is
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@jimu/plugin-catalog-backend-module-jimu'));
backend.add(import('@backstage/plugin-events-backend'));

// What Jimu exists for
backend.add(import('@jimu/plugin-clusters-backend'));
backend.add(import('@jimu/plugin-tenants-backend'));
backend.add(import('@jimu/plugin-service-broker-backend'));

backend.start();
