export { catalogModuleJimu as default } from './module';
