import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError, type Settings } from '../lib/config';

const OWNER_ONLY = 0o600;

/** Made once, kept beside the embedded database, so that a laptop's desk survives a restart. */
const kept = (dataDir: string, name: string): string => {
  const path = join(dataDir, name);
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const secret = randomBytes(32).toString('base64');
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(path, `${secret}\n`, { mode: OWNER_ONLY });
  } catch {
    throw new ConfigError([
      `DATA_DIR: nothing can be written to ${dataDir}. Name a directory this user may write to.`,
    ]);
  }
  return secret;
};

/** What production must be given and a laptop makes for itself. */
export const withLocalSecrets = (config: Settings): Settings =>
  config.NODE_ENV === 'production'
    ? config
    : {
        ...config,
        ADMIN_TOKEN:
          config.ADMIN_TOKEN ??
          kept(config.DATA_DIR, 'admin-token').replaceAll(/[^A-Za-z0-9]/g, ''),
        ENCRYPTION_KEYS: config.ENCRYPTION_KEYS ?? [
          { id: 'local', key: Buffer.from(kept(config.DATA_DIR, 'encryption-key'), 'base64') },
        ],
      };
