import {
  AutomaticQueries,
  ListedQueries,
  type PersistedQueries,
} from '../../graphql/persisted-queries';
import { type PersistedSettings, readOperations } from '../lib/persisted-settings';

/** The queries that may be asked by their hash, as the settings want it. */
export const persistedBy = (
  settings: PersistedSettings,
): { readonly persisted?: PersistedQueries } => {
  const { PERSISTED_QUERIES: mode, PERSISTED_OPERATIONS: path } = settings;
  if (mode === 'off') return {};
  if (mode === 'automatic') return { persisted: new AutomaticQueries() };
  return { persisted: new ListedQueries(readOperations(path ?? '') ?? []) };
};
