import { ApiStatusError } from '../../api/ApiStatusError';

/** A create was refused because its namespace is being deleted. */
export const isNamespaceTerminating = (error: unknown): boolean =>
  error instanceof ApiStatusError &&
  Boolean(
    error.details?.causes?.some(c => c.reason === 'NamespaceTerminating'),
  );

export const isNotFound = (error: unknown): boolean =>
  error instanceof ApiStatusError && error.code === 404;

export const isAlreadyThere = (error: unknown): boolean =>
  error instanceof ApiStatusError && error.reason === 'AlreadyExists';
