export * from './types';
export type * from './schema/OfferingSpec';
export { loadOffering } from './loadOffering';
export { loadOfferings } from './loadOfferings';
export { ExpressionError } from './expressions/ExpressionError';
export { userNaming } from './model/checkName';
export { parseDuration } from './model/durations';
export { fillCredentialText, fillUri } from './model/fillPlaces';
export * from './model/labels';
export {
  bindingContext,
  bindingResourceName,
  bindingUsername,
  resourceName,
} from './model/names';
export {
  compareQuantities,
  isQuantity,
  quantityToNumber,
} from './model/quantities';
