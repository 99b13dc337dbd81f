import { age } from './cells';
import { clusterColumns } from './clusterColumns';
import type { Column } from './Column';
import { coreColumns } from './coreColumns';
import { podColumns } from './podColumns';
import { workloadColumns } from './workloadColumns';

/** Columns after Name of the built-in kinds, by group and plural. */
export const builtinColumns: Record<string, Column[]> = {
  ...coreColumns,
  ...workloadColumns,
  ...clusterColumns,
  '/pods': podColumns,
};

/** Column for kinds that have no others. */
export const ageColumn = age;
