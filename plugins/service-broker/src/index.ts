/**
 * Market, order form, instances and their connection panels.
 *
 * @packageDocumentation
 */
export { serviceBrokerPlugin as default } from './plugin';
export { MyInstancesCard, OfferingsCard } from './components/home';
export {
  instanceRouteRef,
  instancesRouteRef,
  marketRouteRef,
  orderRouteRef,
} from './routes';
export { serviceBrokerTranslationRef } from './translation';
