import { useMemo } from 'react';
import type { Consumption, Price } from '@jimu/plugin-service-broker-common';
import { useFormats, useTexts } from './useTexts';

/** Amounts with their units and prices with their period, in the viewer's language. */
export function useAmounts() {
  const t = useTexts();
  const formats = useFormats();
  return useMemo(() => {
    const cores = (value: number) =>
      t('amount.cores', { count: value, value: formats.number(value) });
    const volumes = (value: number) =>
      t('amount.volumes', { count: value, value: formats.number(value) });
    return {
      cores,
      perMonth: (price: Price) =>
        t('common.perMonth', { price: formats.money(price) }),
      minutes: (count: number) => t('common.minutes', { count }),
      /** What an instance takes, as label and amount. */
      consumption: (consumption: Consumption): [string, string][] => [
        [t('resource.cpu'), cores(consumption.cpu)],
        [t('resource.memory'), formats.bytes(consumption.memory)],
        [t('resource.storage'), formats.bytes(consumption.storage)],
        [t('resource.volumes'), volumes(consumption.volumes)],
      ],
    };
  }, [t, formats]);
}
