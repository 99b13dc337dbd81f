import { quantityOf } from '../../controllers/model/quantity';

/** A quantity of memory or storage in whole bytes. */
export const bytesOf = (quantity: string | number): number =>
  Number(quantityOf(quantity).nano / 1_000_000_000n);
