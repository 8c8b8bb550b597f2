import { DefaultNamingStrategy } from 'typeorm';

/** `firstRespondedAt` in code is `first_responded_at` in the database. */
export class SnakeNames extends DefaultNamingStrategy {
  override columnName(property: string, custom: string | undefined): string {
    return custom ?? property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
