import type { Text } from '../../domain/text';
import type { FileLink } from '../../domain/ticket';

/** What happened to a message before the message itself came. */
export type EarlyChange =
  | { readonly kind: 'deleted'; readonly at: Date }
  | {
      readonly kind: 'edited';
      readonly at: Date;
      readonly body: Text;
      readonly files: readonly FileLink[];
    };
