import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from '../../src/lib/config';

const ID = '5f1c2d3e-0000-4000-8000-000000000001';
const TENANT = 'aaaaaaaa-0000-4000-8000-000000000001';
const whole = {
  MicrosoftAppId: ID,
  MicrosoftAppPassword: 'kQ8~long-and-random-enough',
  MicrosoftAppTenantId: TENANT,
};
const production = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://desk@db/desk',
  ENCRYPTION_KEYS: `k1:${Buffer.from(Array.from({ length: 32 }, (_, at) => at * 7)).toString('base64')}`,
  PUBLIC_URL: 'https://desk.example.com',
};
const problems = (environment: Record<string, string>): string => {
  try {
    readConfig(environment);
    return '';
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.join('\n');
    throw error;
  }
};

describe('the Teams settings', () => {
  it('belong together: each one alone is refused', () => {
    for (const name of Object.keys(whole)) {
      const rest = Object.fromEntries(Object.entries(whole).filter(([other]) => other !== name));
      expect(problems(rest)).toMatch(/belong together/);
    }
    expect(problems(whole)).toBe('');
  });

  it('are enough for a desk in production', () => {
    expect(problems({ ...production, ...whole })).toBe('');
    expect(problems(production)).toMatch(/No chat platform is configured/);
  });

  it('let nobody speak unchecked in production, nor point the bot elsewhere', () => {
    const local = { TEAMS_LOCAL: 'true', MicrosoftAppTenantId: TENANT };
    expect(problems(local)).toBe('');
    expect(problems({ ...production, ...local })).toMatch(/TEAMS_LOCAL is refused in production/);
    for (const [name, value] of Object.entries({
      TEAMS_SERVICE_HOSTS: '127.0.0.1:9',
      TEAMS_OPENID_METADATA_URL: 'http://127.0.0.1:9/meta',
      TEAMS_TOKEN_URL: 'http://127.0.0.1:9/token',
    }))
      expect(problems({ ...whole, [name]: value })).toMatch(`${name} is for a local Teams only`);
  });

  it('refuse a sample secret and a misspelt name', () => {
    const sample = { ...production, ...whole, MicrosoftAppPassword: 'changeme' };
    expect(problems(sample)).toMatch(/MicrosoftAppPassword still has a sample value/);
    expect(problems({ ...whole, MicrosoftAppSecret: 'x' })).toMatch(/MicrosoftAppSecret is not/);
  });
});
