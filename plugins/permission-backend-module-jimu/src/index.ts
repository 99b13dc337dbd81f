export { permissionModuleJimu as default } from './module';
