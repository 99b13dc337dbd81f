export { serviceBrokerPlugin as default } from './plugin';
