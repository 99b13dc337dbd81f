export { MyInstancesCard } from './MyInstancesCard';
export { OfferingsCard } from './OfferingsCard';
